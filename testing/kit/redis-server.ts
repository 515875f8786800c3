import { onTestFinished } from "vitest";
import { findRedis } from "../../tools/redis.ts";
import { RedisProcess } from "./redis-process.ts";
import { useProgram } from "./use-program.ts";

/** Skips the tests of the scope without Redis; fails in CI. */
export const useRedis = () => useProgram("redis-server", "REDIS_SERVER_PATH", findRedis);

/** Starts a Redis that ends with the test. `parameters`: more options of `redis-server`. */
export async function startRedisForTest(parameters?: readonly string[]): Promise<RedisProcess> {
  const redis = await RedisProcess.start(parameters);
  onTestFinished(() => redis.kill());
  return redis;
}
