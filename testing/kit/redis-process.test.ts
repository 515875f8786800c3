import { expect, test } from "vitest";
import { RedisProcess } from "./redis-process.ts";
import { startRedisForTest, useRedis } from "./redis-server.ts";

useRedis();

test("a Redis that ends at once is reported with its last line", async () => {
  const { port } = await startRedisForTest();
  const second = RedisProcess.start(["--port", String(port)]);
  await expect(second).rejects.toThrow(/^redis-server did not start: .*port/);
});
