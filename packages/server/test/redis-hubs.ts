import { randomUUID } from "node:crypto";
import { onTestFinished } from "vitest";
import { FaultProxy } from "../../../testing/kit/fault-proxy.ts";
import { sharedRedis } from "../../../testing/kit/shared-redis.ts";
import { SessionSecrets } from "../src/auth/session-secrets.ts";
import type { LeaseTimes } from "../src/cluster/redis/lease.ts";
import { type RedisNode, redisCluster } from "../src/cluster/redis/redis-cluster.ts";
import { createHub } from "../src/hub/hub.ts";
import type { TestHub } from "../src/hub/testing/test-hubs.ts";
import type { Fact } from "../src/index.ts";

const key = "a key for the sessions of the hubs, 32 bytes";

export interface RedisHubOptions {
  readonly url: string;
  readonly prefix: string;
  readonly times: LeaseTimes;
  readonly graceMs: number;
  /** Receives each fact, synchronously. */
  readonly report?: (fact: Fact) => void;
  /** Receives the node before the hub uses it. */
  readonly onNode?: (node: RedisNode) => void;
}

export interface RedisHub extends TestHub {
  readonly node: RedisNode;
}

/** Returns a hub without sockets, as a node on Redis. */
export async function redisHub(options: RedisHubOptions): Promise<RedisHub> {
  const { url, prefix, times, graceMs } = options;
  const facts: Fact[] = [];
  const report = (fact: Fact) => {
    facts.push(fact);
    options.report?.(fact);
  };
  const node = redisCluster({ url, prefix, key, times }).join({ card: {}, graceMs, report });
  options.onNode?.(node);
  const hub = createHub({
    node,
    report,
    secrets: new SessionSecrets({ key }),
    longestDelayMs: 14_000,
    limits: { maxPeersPerRoom: 0, maxRoomsPerIdentity: 0 },
    isKeyLasting: true,
    graceMs,
  });
  await node.opened;
  return { hub, node, facts };
}

/**
 * Returns the options of hubs on the shared Redis, with a prefix of their own: the first reaches Redis through a proxy. The
 * caller closes the proxy.
 */
export async function proxiedHubs(times: LeaseTimes) {
  const redis = await sharedRedis();
  const proxy = await FaultProxy.start({ host: "127.0.0.1", port: redis.port });
  const rest = { prefix: `${randomUUID()}:`, times, graceMs: 30_000 };
  return {
    proxy,
    first: { url: `redis://127.0.0.1:${proxy.port}`, ...rest },
    second: { url: redis.url, ...rest },
  };
}

/** Starts two hubs on the shared Redis, the first of them behind a proxy. They end with the test. */
export async function startProxiedHubs(times: LeaseTimes) {
  const { proxy, first, second } = await proxiedHubs(times);
  const one = await redisHub(first);
  const two = await redisHub(second);
  onTestFinished(async () => {
    one.node.kill();
    two.node.kill();
    await proxy.close();
  });
  return { proxy, one, two };
}
