import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { useRedis } from "../../../testing/kit/redis-server.ts";
import { sharedRedis } from "../../../testing/kit/shared-redis.ts";
import { codeOf, TestClient } from "../src/hub/testing/test-hubs.ts";
import { mutedRedis } from "./muted-redis.ts";
import { proxiedHubs, type RedisHub, type RedisHubOptions, redisHub } from "./redis-hubs.ts";

useRedis();

const times = { beatMs: 500, leaseMs: 1_500, compareMs: 60_000 };

async function start(options: RedisHubOptions): Promise<RedisHub> {
  const hub = await redisHub(options);
  onTestFinished(() => hub.node.kill());
  return hub;
}

test("[U5] a server whose responses from Redis take 0.6 s has contact", async () => {
  const { proxy, first } = await proxiedHubs(times);
  onTestFinished(() => proxy.close());
  proxy.delay(300);
  const hub = await start(first);
  await expect.poll(() => hub.node.isReady).toBe(true);
  await expect.poll(() => codeOf(() => new TestClient(hub).join("ada"))).toBe("ok");
});

test("[U5] a server that receives nothing through its channel opens another connection", async () => {
  const { port } = await sharedRedis();
  const redis = await mutedRedis(port);
  const hub = await start({ url: redis.url, prefix: `${randomUUID()}:`, times, graceMs: 30_000 });
  await expect.poll(() => hub.facts.some(({ type }) => type === "cluster.connected")).toBe(true);
  redis.mute();
  const reasons = () =>
    hub.facts.flatMap((fact) => (fact.type === "cluster.apart" ? [fact.reason] : []));
  await expect.poll(reasons).toEqual(["the node does not receive its own messages from Redis"]);
  redis.unmute();
  await expect.poll(() => codeOf(() => new TestClient(hub).join("ada"))).toBe("ok");
});
