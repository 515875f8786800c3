import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";
import { type RedisClusterOptions, redisCluster } from "../src/cluster/redis/redis-cluster.ts";
import type { SignalingServerOptions } from "../src/index.ts";
import { type RunningServer, startServer } from "./start-server.ts";

/** Shorter than in production, so that the tests wait less. */
export const times = { beatMs: 200, leaseMs: 1_200, compareMs: 1_000 };

const prefix = "test:";

/** Starts servers that share their rooms, each with its own way to Redis. */
export async function startNodes(
  urls: readonly string[],
  options: SignalingServerOptions & { readonly redis?: Partial<RedisClusterOptions> } = {},
): Promise<readonly RunningServer[]> {
  const key = randomBytes(32).toString("base64url");
  const { redis, ...rest } = options;
  const servers = await Promise.all(
    urls.map((url) =>
      startServer({ cluster: redisCluster({ url, prefix, key, times, ...redis }), ...rest }),
    ),
  );
  await Promise.all(servers.map(untilReady));
  return servers;
}

export async function statusOf({ url }: RunningServer, path: string): Promise<unknown> {
  const response = await fetch(`${url}/${path}`);
  return [response.status, await response.json()];
}

/** Waits until a server has contact to Redis. */
export async function untilReady(server: RunningServer): Promise<void> {
  await expect.poll(() => statusOf(server, "readyz")).toEqual([200, { status: "ready" }]);
}

/** Returns a client of a Redis, for what an operator or an attacker does there. */
export function redisClient(url: string): Redis {
  const redis = new Redis(url);
  onTestFinished(() => redis.disconnect());
  return redis;
}
