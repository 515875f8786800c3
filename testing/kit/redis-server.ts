import { beforeEach, onTestFinished } from "vitest";
import { findRedis } from "../../tools/redis.ts";
import { RedisProcess } from "./redis-process.ts";

/** Skips the tests of the scope without Redis; fails in CI. */
export function useRedis(): void {
  const missing = "there is no redis-server: install it, or set REDIS_SERVER_PATH to where it is";
  const isHere = findRedis() !== undefined;
  beforeEach(({ skip }) => {
    if (!isHere && process.env["CI"]) throw new Error(missing);
    skip(!isHere, missing);
  });
}

/** Starts a Redis that ends with the test. `parameters`: more options of `redis-server`. */
export async function startRedisForTest(parameters?: readonly string[]): Promise<RedisProcess> {
  const redis = await RedisProcess.start(parameters);
  onTestFinished(() => redis.kill());
  return redis;
}
