import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { Redis } from "ioredis";
import { FaultProxy } from "../../../../testing/kit/fault-proxy.ts";
import { RedisProcess } from "../../../../testing/kit/redis-process.ts";
import { redisHub } from "../redis-hubs.ts";
import type { FaultContext, StormNode, StormNodeOptions, StormWorld } from "./world.ts";

const times = { beatMs: 100, leaseMs: 600, compareMs: 500 };

/** Servers on one Redis, each with its own way to it. */
export class RedisWorld implements StormWorld {
  readonly graceMs: number;
  readonly #redis: RedisProcess;
  /** Never has a fault. */
  readonly #operator: Redis;
  readonly #prefix = `${randomUUID()}:`;
  readonly #proxies = new Map<StormNode, FaultProxy>();

  private constructor(redis: RedisProcess, graceMs: number) {
    this.#redis = redis;
    this.graceMs = graceMs;
    this.#operator = new Redis(redis.url);
  }

  static async start(graceMs = 20_000): Promise<RedisWorld> {
    return new RedisWorld(await RedisProcess.start(), graceMs);
  }

  async start(options: StormNodeOptions): Promise<StormNode> {
    const proxy = await FaultProxy.start({ host: "127.0.0.1", port: this.#redis.port });
    const { graceMs } = this;
    const url = `redis://127.0.0.1:${proxy.port}`;
    const hub = await redisHub({ url, prefix: this.#prefix, times, graceMs, ...options });
    const node: StormNode = { ...hub, isAlive: true };
    this.#proxies.set(node, proxy);
    return node;
  }

  async fault(node: StormNode, context: FaultContext): Promise<string> {
    const { random } = context;
    const proxy = this.#proxies.get(node);
    const dice = random();
    if (dice < 0.2) {
      await this.#operator.flushall();
      return "empty";
    }
    if (dice < 0.4) {
      proxy?.reset();
      return "reset";
    }
    if (dice < 0.6) {
      this.#redis.signal("SIGSTOP");
      await setTimeout(random() * 1_500);
      this.#redis.signal("SIGCONT");
      return "hang";
    }
    if (proxy) cut(proxy, context);
    return "cut";
  }

  async isStored(room: string, peerId: string, sessionId: string): Promise<boolean> {
    const record = await this.#operator.hget(`${this.#prefix}1:room:${room}`, peerId);
    return record?.includes(sessionId) ?? false;
  }

  async wait(milliseconds: number): Promise<void> {
    await setTimeout(milliseconds);
  }

  until<Value>(work: Promise<Value>): Promise<Value> {
    return work;
  }

  heal(): void {
    this.#redis.signal("SIGCONT");
    for (const proxy of this.#proxies.values()) proxy.heal();
  }

  async stop(): Promise<void> {
    const live = [...this.#proxies.keys()].filter(({ isAlive }) => isAlive);
    await Promise.all(live.map(({ hub }) => hub.close()));
    await Promise.all([...this.#proxies.values()].map((proxy) => proxy.close()));
    this.#operator.disconnect();
    await this.#redis.kill();
  }
}

function cut(proxy: FaultProxy, { random, pick }: FaultContext): void {
  proxy.blackhole(pick(["both", "up", "down"]));
  const isReset = random() < 0.5;
  void setTimeout(random() * 1_500).then(() => {
    if (isReset) proxy.reset();
    proxy.heal();
  });
}
