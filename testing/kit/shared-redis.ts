import { RedisProcess } from "./redis-process.ts";

declare global {
  /** One Redis serves all test files of a process; each test has its own prefix. */
  var redisOfTests: Promise<RedisProcess> | undefined;
}

/** Returns the Redis of this process. */
export function sharedRedis(): Promise<RedisProcess> {
  globalThis.redisOfTests ??= RedisProcess.start();
  return globalThis.redisOfTests;
}
