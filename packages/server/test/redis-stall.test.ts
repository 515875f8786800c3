import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { FaultProxy } from "../../../testing/kit/fault-proxy.ts";
import { useRedis } from "../../../testing/kit/redis-server.ts";
import { sharedRedis } from "../../../testing/kit/shared-redis.ts";
import { codeOf, TestClient } from "../src/hub/testing/test-hubs.ts";
import { type RedisHub, redisHub } from "./redis-hubs.ts";

useRedis();

const times = { beatMs: 500, leaseMs: 1_500, compareMs: 60_000 };

/** The whole process stalls for longer than a lease, and longer than the time limit of a command. */
function stall(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_700);
}

/** Returns a function that starts a server, of all of which one Redis is the memory. */
async function cluster() {
  const { url, port } = await sharedRedis();
  const rest = { prefix: `${randomUUID()}:`, times, graceMs: 30_000 };
  const start = async (way = url) => {
    const hub = await redisHub({ url: way, ...rest });
    onTestFinished(() => hub.node.kill());
    return hub;
  };
  return { start, port };
}

async function startProxy(port: number): Promise<FaultProxy> {
  const proxy = await FaultProxy.start({ host: "127.0.0.1", port });
  onTestFinished(() => proxy.close());
  return proxy;
}

const count = ({ facts }: RedisHub, type: string) =>
  facts.filter((fact) => fact.type === type).length;

/** Waits until a server has sent more signs of life, and Redis has answered them. */
async function untilBeats(hub: RedisHub, more: number): Promise<void> {
  const before = count(hub, "cluster.beat");
  await expect.poll(() => count(hub, "cluster.beat")).toBeGreaterThanOrEqual(before + more);
}

test("[U5] a stall of a server is no silence of Redis: the server keeps its connection", async () => {
  const { start, port } = await cluster();
  const proxy = await startProxy(port);
  const hub = await start(`redis://127.0.0.1:${proxy.port}`);
  for (let round = 0; round < 2; round += 1) {
    stall();
    await untilBeats(hub, 2);
  }
  expect(count(hub, "cluster.apart")).toBe(0);
  expect(proxy.taken).toBe(1);
});

test("[U5] a join that a server sends before it stalls is not given up", async () => {
  const { start } = await cluster();
  const hub = await start();
  const join = codeOf(() => new TestClient(hub).join("ada"));
  // The command is written at the end of this turn of the event loop, after the stall.
  await Promise.resolve();
  stall();
  expect(await join).toBe("ok");
  await untilBeats(hub, 2);
  expect(count(hub, "cluster.apart")).toBe(0);
});

test("[U4] a server that has stalled gives up no other server before a lease of steady contact", async () => {
  const { start, port } = await cluster();
  const one = await start();
  const dead = await start();
  dead.node.kill();
  // From now on, the first server gives up others.
  await expect.poll(() => count(one, "cluster.adopted")).toBe(1);
  const proxy = await startProxy(port);
  const two = await start(`redis://127.0.0.1:${proxy.port}`);
  const ada = new TestClient(two);
  await ada.join("ada");
  // Both stall. The next sign of life of the second server takes longer than that of the first one.
  proxy.blackhole("up");
  stall();
  await untilBeats(one, 1);
  proxy.heal();
  await untilBeats(two, 4);
  await untilBeats(one, 4);
  expect([count(one, "cluster.adopted"), count(two, "cluster.given-up")]).toEqual([1, 0]);
  expect(ada.ended).toEqual([]);
});
