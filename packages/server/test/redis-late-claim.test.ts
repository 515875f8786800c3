import { expect, onTestFinished, test } from "vitest";
import { useRedis } from "../../../testing/kit/redis-server.ts";
import { codeOf, TestClient } from "../src/hub/testing/test-hubs.ts";
import { proxiedHubs, type RedisHub, redisHub } from "./redis-hubs.ts";

useRedis();

const session = true as const;

test("[U4] a late join of a server that was given up, and then died, takes no id", async () => {
  await lateJoin({ behindBeat: false });
});

test("[U4] a late join takes no id behind a late sign of life either", async () => {
  await lateJoin({ behindBeat: true });
});

/** A server dies after a join, with a sign of life before it or without. Redis receives both after it gave the server up. */
async function lateJoin({ behindBeat }: { readonly behindBeat: boolean }) {
  const times = { beatMs: 100, leaseMs: 1_500, compareMs: 60_000 };
  const { proxy, first, second } = await proxiedHubs(times);
  let beaten: (() => void) | undefined;
  const one = await redisHub({
    ...first,
    report: ({ type }) => {
      if (type === "cluster.beat") beaten?.();
    },
  });
  const two = await redisHub(second);
  onTestFinished(async () => {
    two.node.kill();
    await proxy.close();
  });
  // A busy machine can delay a beat.
  const adoptions = () => two.facts.filter(({ type }) => type === "cluster.adopted").length;
  const earlier = adoptions();
  let join: Promise<string> | undefined;
  // Right after a sign of life was answered, none is on its way before the join.
  beaten = () => {
    beaten = undefined;
    proxy.blackhole("up");
    // The node sends no other sign of life while it receives this one.
    if (behindBeat) setImmediate(() => void one.node.beat());
    setImmediate(() => {
      join = codeOf(() => new TestClient(one).join("ada", { session }));
    });
  };
  await expect.poll(adoptions).toBeGreaterThan(earlier);
  one.node.kill();
  expect(await join).toBe("unavailable");
  // The join arrives now.
  proxy.heal();
  await expect.poll(() => proxy.connections).toBe(0);
  expect(await codeOf(() => new TestClient(two).join("ada", { session }))).toBe("ok");
}

/** Two servers. The first one has lost its contact before it received the response to a join that Redis has granted. */
async function lostResponse(connected: (one: RedisHub) => void) {
  const times = { beatMs: 60_000, leaseMs: 60_000, compareMs: 60_000 };
  const { proxy, first, second } = await proxiedHubs(times);
  const two = await redisHub(second);
  const one = await redisHub({
    ...first,
    report: ({ type }) => {
      if (type === "cluster.connected" && proxy.taken > 1) connected(one);
    },
  });
  onTestFinished(async () => {
    one.node.kill();
    two.node.kill();
    await proxy.close();
  });
  proxy.blackhole("down");
  const join = codeOf(() => new TestClient(one).join("ada", { session }));
  await expect.poll(async () => (await two.hub.peers("lobby")).length).toBe(1);
  proxy.reset();
  expect(await join).toBe("unavailable");
  proxy.heal();
  return two;
}

test("[U5] a client joins again on the same server before that server has removed its lost join", async () => {
  let again: Promise<string> | undefined;
  await lostResponse((one) => {
    // The server has contact, and has restated nothing.
    again ??= codeOf(() => new TestClient(one).join("ada", { session }));
  });
  await expect.poll(() => again !== undefined).toBe(true);
  expect(await again).toBe("ok");
});

test("[U5] a client joins again on another server before the first one has removed its lost join", async () => {
  let again: Promise<string> | undefined;
  const two = await lostResponse(() => {
    again ??= codeOf(() => new TestClient(two).join("ada", { session }));
  });
  await expect.poll(() => again !== undefined).toBe(true);
  expect(await again).toBe("ok");
});
