import { RedisServer } from "../../../testing/kit/redis-server.ts";

declare global {
  /** One Redis serves all test files of a process; each test has its own prefix. */
  var redisOfTests: Promise<RedisServer> | undefined;
}

/** Returns the Redis of this process. */
export function sharedRedis(): Promise<RedisServer> {
  globalThis.redisOfTests ??= RedisServer.start();
  return globalThis.redisOfTests;
}
