import { beforeEach, onTestFinished } from "vitest";
import { findRedis } from "../../tools/redis.ts";
import { freePort } from "./free-port.ts";
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

/** A Redis for tests. */
export class RedisServer extends RedisProcess {
  static override async start(parameters: readonly string[] = []): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), parameters);
    await server.startAgain();
    return server;
  }

  /** Starts a Redis that ends with the test. */
  static async startForTest(parameters: readonly string[] = []): Promise<RedisServer> {
    const server = await RedisServer.start(parameters);
    onTestFinished(() => server.kill());
    return server;
  }
}
