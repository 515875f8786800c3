import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Direction } from "../kit/fault.ts";
import { FaultProxy } from "../kit/fault-proxy.ts";
import type { Upstream } from "../kit/proxied-connection.ts";
import { RedisProcess } from "../kit/redis-process.ts";
import { RestartableServer } from "./restartable-server.ts";

interface Member {
  readonly server: RestartableServer;
  /** The way of the server to Redis. */
  readonly link: FaultProxy | undefined;
  /** It receives new connections. */
  isUp: boolean;
  /** The last restart: a server that drains may take longer than the pause until its next fault. */
  restarted: Promise<void>;
}

/** One server, or several servers on one Redis, each with its own way to it. Clients reach them like behind a load balancer. */
export class ServerGroup {
  readonly token: string;
  readonly redis: RedisProcess | undefined;
  readonly #members: readonly Member[];
  #turn = 0;

  private constructor(token: string, redis: RedisProcess | undefined, members: readonly Member[]) {
    this.token = token;
    this.redis = redis;
    this.#members = members;
  }

  static async start(
    count: number,
    settings: Readonly<Record<string, string>>,
    redisParameters: readonly string[] = [],
  ): Promise<ServerGroup> {
    const up = { isUp: true, restarted: Promise.resolve() };
    const secret = () => randomBytes(24).toString("base64url");
    const kept = { TOKEN: secret(), SESSION_KEY: secret(), DRAIN_SECONDS: "10", ...settings };
    const redis = count > 1 ? await RedisProcess.start(redisParameters) : undefined;
    const start = async (): Promise<Member> => {
      if (!redis) return { server: await RestartableServer.start(kept), link: undefined, ...up };
      const link = await FaultProxy.start({ host: "127.0.0.1", port: redis.port });
      const url = `redis://127.0.0.1:${link.port}`;
      const server = await RestartableServer.start({ ...kept, REDIS_URL: url });
      return { server, link, ...up };
    };
    const members = await Promise.all(Array.from({ length: count }, start));
    return new ServerGroup(kept.TOKEN, redis, members);
  }

  get count(): number {
    return this.#members.length;
  }

  /** Returns the index of the next server in turn that receives new connections. */
  next(): number {
    for (let tried = 0; tried < this.count; tried += 1) {
      this.#turn = (this.#turn + 1) % this.count;
      if (this.#member(this.#turn).isUp) return this.#turn;
    }
    return this.#turn;
  }

  upstream(index: number): Upstream {
    return { host: "127.0.0.1", port: this.#member(index).server.port };
  }

  get servers(): readonly RestartableServer[] {
    return this.#members.map(({ server }) => server);
  }

  /** Ends a server, which receives no new connections until it has started again. */
  async restart(index: number, downMs: number, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const member = this.#member(index);
    const restart = async () => {
      member.isUp = false;
      await member.server.restart(downMs, signal);
      if (this.redis) await untilReady(member.server);
      member.isUp = true;
    };
    member.restarted = member.restarted.then(restart);
    await member.restarted;
  }

  /** Drops everything between a server and Redis for some time. */
  async cut(index: number, durationMs: number, direction: Direction): Promise<void> {
    const { link } = this.#member(index);
    link?.blackhole(direction);
    await setTimeout(durationMs);
    link?.heal();
  }

  /** Resets the connection between a server and Redis. */
  resetLink(index: number): void {
    this.#member(index).link?.reset();
  }

  /** Kills Redis, and starts it again without its data. */
  async restartRedis(downMs: number): Promise<void> {
    await this.redis?.kill();
    await setTimeout(downMs);
    await this.redis?.startAgain();
  }

  async hangRedis(durationMs: number): Promise<void> {
    this.redis?.signal("SIGSTOP");
    await setTimeout(durationMs);
    this.redis?.signal("SIGCONT");
  }

  async stop(): Promise<void> {
    await Promise.all(this.#members.map(({ server }) => server.stop()));
    for (const { link } of this.#members) await link?.close();
    await this.redis?.kill();
  }

  #member(index: number): Member {
    return this.#members[index % this.count] as Member;
  }
}

/** Waits until a server has contact to Redis, as a load balancer does. */
export async function untilReady({ url }: { readonly url: string }): Promise<void> {
  while (!(await isReady(url))) await setTimeout(50);
}

async function isReady(url: string): Promise<boolean> {
  const { ok } = await fetch(`${url}/readyz`).catch(() => ({ ok: false }));
  return ok;
}
