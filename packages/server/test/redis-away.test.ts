import { expect, test } from "vitest";
import { startRedisForTest, useRedis } from "../../../testing/kit/redis-server.ts";
import { redisClient, startNodes, statusOf, untilReady } from "./redis-nodes.ts";
import { type SessionClient, sessionClient } from "./session-client.ts";
import type { RunningServer } from "./start-server.ts";
import { peer, type StockClient } from "./stock-client.ts";

useRedis();

/** Two servers on one Redis: ada and bob on the first, cleo on the second. */
async function twoNodes() {
  const redis = await startRedisForTest();
  const [one, two] = (await startNodes([redis.url, redis.url])) as [RunningServer, RunningServer];
  const ada = await sessionClient(one.url);
  await ada.ready("ada");
  const bob = await peer(one.url, "bob");
  const cleo = await peer(two.url, "cleo");
  expect(await bob.envelope()).toMatchObject({ action: "open", from: "cleo" });
  return { redis, one, two, ada, bob, cleo };
}

const send = (from: StockClient, target: string, message: string) =>
  from.ask("messageOne", { target, message });

/** Waits until a message reaches a peer on another server. A refused message may have been delivered, too. */
async function untilReached(from: StockClient, target: StockClient, id: string): Promise<void> {
  let tries = 0;
  const next = () => {
    tries += 1;
    return send(from, id, `try ${tries}`);
  };
  await expect.poll(next).toMatchObject({ ok: true });
  for (;;) {
    const [, envelope] = await target.received();
    expect(envelope).toMatchObject({ message: expect.stringMatching(/^try /) });
    if ((envelope as { readonly message: string }).message === `try ${tries}`) return;
  }
}

async function apart(server: RunningServer): Promise<void> {
  await expect
    .poll(() => server.facts.filter(({ type }) => type === "cluster.apart").length)
    .toBeGreaterThan(0);
}

const ids = (client: SessionClient) =>
  client.roster().then(({ peers }) => peers.map(({ peerId }) => peerId));

test("[U5] [U6] without Redis a server serves its own peers, and after its return all rooms are whole again", async () => {
  const { redis, one, two, ada, bob, cleo } = await twoNodes();
  await redis.kill();
  await Promise.all([apart(one), apart(two)]);

  expect(await send(ada, "bob", "near")).toEqual({ ok: true, value: null });
  expect(await bob.envelope()).toMatchObject({ from: "ada", message: "near" });
  expect(await send(ada, "cleo", "far")).toMatchObject({ ok: false, code: "unavailable" });
  expect(await ada.ask("message", "all")).toMatchObject({ ok: false, code: "unavailable" });
  await bob.receivedNothingMore("bob");
  const newcomer = await sessionClient(one.url);
  expect(await newcomer.ask("ready", "dora")).toMatchObject({ ok: false, code: "unavailable" });
  expect(await ids(ada)).toEqual(["bob", "cleo"]);
  expect(await statusOf(one, "healthz")).toEqual([200, { status: "ok" }]);
  await expect.poll(() => statusOf(one, "readyz")).toEqual([503, { status: "apart" }]);

  bob.socket.disconnect();
  expect(await ada.nextLeft()).toMatchObject([{ peerId: "bob" }]);
  await redis.startAgain();
  await Promise.all([untilReady(one), untilReady(two)]);
  // Only the leave while Redis was away is announced.
  expect(await cleo.envelope()).toMatchObject({ action: "close", from: "bob" });
  await untilReached(ada, cleo, "cleo");
  await cleo.receivedNothingMore("cleo");
  await expect
    .poll(() => newcomer.ask("ready", "dora", { session: true }))
    .toMatchObject({ ok: true });
  expect(await cleo.envelope()).toMatchObject({ action: "open", from: "dora" });
  expect(await ids(ada)).toEqual(["cleo", "dora"]);
});

test("[U5] a session of the same server resumes without Redis, and later on any server", async () => {
  const { redis, one, two, ada, cleo } = await twoNodes();
  const eve = await sessionClient(one.url);
  const { session } = await eve.ready("eve");
  expect(await cleo.envelope()).toMatchObject({ action: "open", from: "eve" });
  await redis.kill();
  await apart(one);
  eve.lose();
  const again = await sessionClient(one.url);
  const { session: next } = await again.ready("eve", { session: { ...session, attempt: 1 } });
  expect(await send(ada, "eve", "hello")).toEqual({ ok: true, value: null });
  expect(await again.received()).toMatchObject(["message", { message: "hello" }]);
  await redis.startAgain();
  await Promise.all([untilReady(one), untilReady(two)]);
  const third = await sessionClient(two.url);
  await expect
    .poll(() => third.ask("ready", "eve", { session: { ...next, attempt: 2 } }))
    .toMatchObject({ ok: true, value: { isResumed: true } });
  expect(await again.received()).toMatchObject(["signalingError", { code: "peer-replaced" }]);
  await cleo.receivedNothingMore("cleo");
});

test("[U5] [N7] while Redis hangs, no room is closed and the response is 503; later the room is closed everywhere", async () => {
  const redis = await startRedisForTest();
  const adminToken = "an admin token of this test";
  const urls = [redis.url, redis.url];
  const [one, two] = (await startNodes(urls, { adminToken })) as [RunningServer, RunningServer];
  const bob = await peer(one.url, "bob");
  const cleo = await peer(two.url, "cleo");
  expect(await bob.envelope()).toMatchObject({ action: "open", from: "cleo" });
  const close = async () => {
    const headers = { authorization: `Bearer ${adminToken}` };
    const response = await fetch(`${one.url}/admin/rooms/lobby`, { method: "DELETE", headers });
    return [response.status, await response.json()];
  };
  redis.signal("SIGSTOP");
  await apart(one);
  expect(await close()).toEqual([503, { error: expect.stringContaining("try again") }]);
  redis.signal("SIGCONT");
  // Nobody of the room was disconnected, neither here nor on the other server.
  await untilReached(bob, cleo, "cleo");
  await untilReached(cleo, bob, "bob");
  await expect.poll(close).toEqual([200, { closed: 2 }]);
  for (const client of [bob, cleo]) {
    expect(await client.received()).toMatchObject(["signalingError", { code: "room-closed" }]);
  }
});

test("[U5] while Redis hangs, messages are refused, and none of them arrives later", async () => {
  const { redis, one, two, ada, bob, cleo } = await twoNodes();
  redis.signal("SIGSTOP");
  const first = send(ada, "cleo", "into the hung Redis");
  await apart(one);
  expect(await send(ada, "cleo", "after the first second")).toMatchObject({ code: "unavailable" });
  expect(await send(ada, "bob", "near")).toMatchObject({ ok: true });
  expect(await bob.envelope()).toMatchObject({ message: "near" });
  expect(await first).toMatchObject({ ok: false, code: "unavailable" });
  // Until the frame is older than the limit.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  redis.signal("SIGCONT");
  await Promise.all([untilReady(one), untilReady(two)]);
  await untilReached(ada, cleo, "cleo");
  await cleo.receivedNothingMore("cleo");
  await bob.receivedNothingMore("bob");
});

test("[U6] if Redis loses its data, nobody leaves, and no id is given away", async () => {
  const { redis, one, two, ada, bob, cleo } = await twoNodes();
  const administrator = redisClient(redis.url);
  const thief = await sessionClient(two.url);
  await administrator.flushall();
  const code = async () => {
    const reply = (await thief.ask("ready", "ada")) as { readonly code?: string };
    return reply.code;
  };
  const codes = new Set<string | undefined>();
  await expect
    .poll(async () => {
      const last = await code();
      codes.add(last);
      return last;
    })
    .toBe("peer-id-taken");
  expect([...codes].filter((one) => one !== "unavailable")).toEqual(["peer-id-taken"]);
  await untilReached(ada, cleo, "cleo");
  await untilReached(cleo, bob, "bob");
  await Promise.all([cleo.receivedNothingMore("cleo"), bob.receivedNothingMore("bob")]);
  expect((await ids(ada)).sort()).toEqual(["bob", "cleo"]);
  await expect.poll(() => one.facts.some(({ type }) => type === "cluster.emptied")).toBe(true);
  // A server that starts now reads the room from Redis.
  const [three] = (await startNodes([redis.url])) as [RunningServer];
  const dora = await sessionClient(three.url);
  await dora.ready("dora");
  expect((await ids(dora)).sort()).toEqual(["ada", "bob", "cleo"]);
});

test("[U6] a connection to Redis that is reset misses no change", async () => {
  const { redis, one, two, ada } = await twoNodes();
  const administrator = redisClient(redis.url);
  for (let round = 0; round < 5; round += 1) {
    const joining = sessionClient((round % 2 === 0 ? one : two).url).then(async (client) => {
      await expect
        .poll(() => client.ask("ready", `peer ${round}`, { session: true }))
        .toMatchObject({ ok: true });
      return client;
    });
    await administrator.call("CLIENT", "KILL", "TYPE", "pubsub");
    await joining;
  }
  await expect.poll(() => ids(ada)).toHaveLength(7);
});
