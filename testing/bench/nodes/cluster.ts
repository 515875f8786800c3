import { randomBytes } from "node:crypto";
import { ServerProcess } from "../../kit/measured-server.ts";
import { redisCpuMicroseconds } from "../../kit/redis-cpu.ts";
import { RedisProcess } from "../../kit/redis-process.ts";

/** CPU time in microseconds. */
export interface Cpu {
  /** Of all servers together. */
  readonly servers: number;
  readonly redis: number;
}

export interface ClusterOptions {
  /** Whether the servers share their rooms through Redis. */
  readonly isShared: boolean;
  readonly heartbeatSeconds: number;
  /** The folder of another checkout whose server is measured; `undefined`: this one. */
  readonly before: string | undefined;
}

/** Several servers, on one Redis or each alone. */
export class MeasuredCluster {
  readonly #servers: readonly ServerProcess[];
  readonly #redis: RedisProcess | undefined;

  private constructor(servers: readonly ServerProcess[], redis: RedisProcess | undefined) {
    this.#servers = servers;
    this.#redis = redis;
  }

  static async start(
    count: number,
    { isShared, heartbeatSeconds, before }: ClusterOptions,
  ): Promise<MeasuredCluster> {
    const redis = isShared ? await RedisProcess.start() : undefined;
    const environment = {
      SESSION_KEY: randomBytes(32).toString("base64url"),
      HEARTBEAT_SECONDS: String(heartbeatSeconds),
      ...(before === undefined ? {} : { BEFORE: before }),
    };
    const shared = redis ? { ...environment, REDIS_URL: redis.url } : environment;
    const servers = await Promise.all(
      Array.from({ length: count }, () => ServerProcess.start("signaling-node", shared)),
    );
    return new MeasuredCluster(servers, redis);
  }

  /** Returns the URL of a server. Numbers beyond the last server begin again. */
  url(number: number): string {
    return this.#servers[number % this.#servers.length]?.url ?? "";
  }

  async cpu(): Promise<Cpu> {
    const times = await Promise.all(this.#servers.map((server) => server.cpuMicroseconds()));
    return {
      servers: times.reduce((sum, time) => sum + time, 0),
      redis: this.#redis ? await redisCpuMicroseconds(this.#redis.port) : 0,
    };
  }

  async stop(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
    await this.#redis?.kill();
  }
}
