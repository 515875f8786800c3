import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { FaultProxy } from "../../../testing/kit/fault-proxy.ts";
import { useRedis } from "../../../testing/kit/redis-server.ts";
import { sharedRedis } from "../../../testing/kit/shared-redis.ts";
import { codeOf, TestClient } from "../src/hub/testing/test-hubs.ts";
import { redisHub } from "./redis-hubs.ts";

useRedis();

test("[U4] a join of a server that was given up, and then died, takes no id", async () => {
  const redis = await sharedRedis();
  const proxy = await FaultProxy.start({ host: "127.0.0.1", port: redis.port });
  const rest = {
    prefix: `${randomUUID()}:`,
    times: { beatMs: 100, leaseMs: 1_500, compareMs: 60_000 },
    graceMs: 30_000,
  };
  const one = await redisHub({ url: `redis://127.0.0.1:${proxy.port}`, ...rest });
  const two = await redisHub({ url: redis.url, ...rest });
  onTestFinished(async () => {
    two.node.kill();
    await proxy.close();
  });
  // A busy machine can delay a beat.
  const adoptions = () => two.facts.filter(({ type }) => type === "cluster.adopted").length;
  const earlier = adoptions();
  proxy.blackhole("up");
  const session = true as const;
  const join = codeOf(() => new TestClient(one).join("ada", { session }));
  await expect.poll(adoptions).toBeGreaterThan(earlier);
  one.node.kill();
  expect(await join).toBe("unavailable");
  // The join arrives now.
  proxy.heal();
  await expect.poll(() => proxy.connections).toBe(0);
  expect(await codeOf(() => new TestClient(two).join("ada", { session }))).toBe("ok");
});
