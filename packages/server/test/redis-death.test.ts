import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { FaultProxy } from "../../../testing/kit/fault-proxy.ts";
import type { RedisProcess } from "../../../testing/kit/redis-process.ts";
import { startRedisForTest, useRedis } from "../../../testing/kit/redis-server.ts";
import { redisClient, startNodes, statusOf, untilReady } from "./redis-nodes.ts";
import { startServerProcess, urlOf } from "./server-process.ts";
import { sessionClient } from "./session-client.ts";
import { type RunningServer, token } from "./start-server.ts";
import { peer } from "./stock-client.ts";

useRedis();

/** The settings of servers that share one Redis. */
function environmentFor({ url }: RedisProcess) {
  return {
    HOST: "127.0.0.1",
    PORT: "0",
    TOKEN: token,
    REDIS_URL: url,
    SESSION_KEY: randomBytes(32).toString("base64url"),
  };
}

/** Starts servers as operators do, on one Redis. */
async function processes(redis: RedisProcess, count: number) {
  const environment = environmentFor(redis);
  const servers = Array.from({ length: count }, () => startServerProcess([], environment));
  return Promise.all(servers.map(async (server) => ({ server, url: await urlOf(server) })));
}

test("[U4] after kill -9 of a server its sessions resume elsewhere, and its other peers leave", async () => {
  const redis = await startRedisForTest();
  const [dead, live] = await processes(redis, 2);
  if (!dead || !live) throw new Error("two servers are needed");
  const cleo = await peer(live.url, "cleo");
  const dora = await sessionClient(live.url);
  await dora.ready("dora");
  expect(await cleo.envelope()).toMatchObject({ action: "open", from: "dora" });
  const ada = await sessionClient(dead.url);
  const { session } = await ada.ready("ada");
  const silent = await sessionClient(dead.url);
  const { session: later } = await silent.ready("silent");
  await peer(dead.url, "bob");
  for (const from of ["ada", "silent", "bob"]) {
    expect(await cleo.envelope()).toMatchObject({ action: "open", from });
  }

  dead.server.signal("SIGKILL");
  const again = await sessionClient(live.url);
  const value = await again.ready("ada", { session: { ...session, attempt: 1 } });
  expect(value).toMatchObject({ isResumed: true });
  await again.ask("messageOne", { target: "cleo", message: "resumed" });
  expect(await cleo.envelope()).toMatchObject({ from: "ada", message: "resumed" });
  // The others learn of the death when the lease of the server has ended.
  expect(await cleo.envelope()).toMatchObject({ action: "close", from: "bob" });
  expect(await dora.nextLeft()).toMatchObject([{ peerId: "bob" }]);
  await live.server.line(/took over from server .*: 1 sessions may resume; 1 other peers left/);
  expect(await cleo.ask("messageOne", { target: "silent", message: "?" })).toMatchObject({
    code: "peer-away",
  });
  const back = await sessionClient(live.url);
  expect(await back.ready("silent", { session: { ...later, attempt: 1 } })).toMatchObject({
    isResumed: true,
  });
  await cleo.receivedNothingMore("cleo");
});

test("[U4] after kill -9 of all servers a new server with the same Redis continues their sessions", async () => {
  const redis = await startRedisForTest();
  const environment = environmentFor(redis);
  const first = startServerProcess([], environment);
  const url = await urlOf(first);
  const ada = await sessionClient(url);
  const { session } = await ada.ready("ada");
  await peer(url, "bob");
  first.signal("SIGKILL");
  await first.exit;
  const second = await urlOf(startServerProcess([], environment));
  const again = await sessionClient(second);
  expect(await again.ready("ada", { session: { ...session, attempt: 1 } })).toMatchObject({
    isResumed: true,
  });
  // The id of a peer without a session is free when the lease of its server has ended.
  const join = async () => (await sessionClient(second)).ask("ready", "bob", { session: true });
  await expect.poll(join).toMatchObject({ ok: true });
});

test("[U4] [V4] a server that stops hands its sessions over, and its other peers leave at once", async () => {
  const redis = await startRedisForTest();
  const [stopping, live] = await processes(redis, 2);
  if (!stopping || !live) throw new Error("two servers are needed");
  const cleo = await peer(live.url, "cleo");
  const ada = await sessionClient(stopping.url);
  const { session } = await ada.ready("ada");
  await peer(stopping.url, "bob");
  for (const from of ["ada", "bob"]) {
    expect(await cleo.envelope()).toMatchObject({ action: "open", from });
  }
  stopping.server.signal("SIGTERM");
  await stopping.server.line(/draining/);
  stopping.server.signal("SIGTERM");
  expect(await stopping.server.exit).toBe(0);
  expect(await cleo.envelope()).toMatchObject({ action: "close", from: "bob" });
  const again = await sessionClient(live.url);
  expect(await again.ready("ada", { session: { ...session, attempt: 1 } })).toMatchObject({
    isResumed: true,
  });
  await cleo.receivedNothingMore("cleo");
});

/** Two servers with their own ways to one Redis: ada and bob on the first, cleo on the second. */
async function twoNodesWithProxies() {
  const redis = await startRedisForTest();
  const proxy = await FaultProxy.start({ host: "127.0.0.1", port: redis.port });
  const way = `redis://127.0.0.1:${proxy.port}`;
  const [one, two] = (await startNodes([way, redis.url])) as [RunningServer, RunningServer];
  const cleo = await peer(two.url, "cleo");
  const ada = await sessionClient(one.url);
  const { session } = await ada.ready("ada");
  const bob = await peer(one.url, "bob");
  for (const from of ["ada", "bob"]) {
    expect(await cleo.envelope()).toMatchObject({ action: "open", from });
  }
  return { redis, proxy, one, two, ada, session, bob, cleo };
}

const count = ({ facts }: RunningServer, type: string) =>
  facts.filter((fact) => fact.type === type).length;

test("[U4] [U6] a server without contact is given up, and takes its sessions back unheard", async () => {
  const { proxy, one, two, ada, bob, cleo } = await twoNodesWithProxies();
  proxy.blackhole("both");
  expect(await cleo.envelope()).toMatchObject({ action: "close", from: "bob" });
  expect(await cleo.ask("messageOne", { target: "ada", message: "?" })).toMatchObject({
    code: "peer-away",
  });
  await expect.poll(() => statusOf(one, "readyz")).toEqual([503, { status: "apart" }]);
  proxy.reset();
  proxy.heal();
  await untilReady(one);
  expect(await cleo.envelope()).toMatchObject({ action: "open", from: "bob" });
  await expect
    .poll(() => cleo.ask("messageOne", { target: "ada", message: "back" }))
    .toMatchObject({ ok: true });
  expect(await ada.received()).toMatchObject(["message", { message: "back" }]);
  await bob.receivedNothingMore("bob");
  await cleo.receivedNothingMore("cleo");
  expect([count(one, "cluster.given-up"), count(two, "cluster.adopted")]).toEqual([1, 1]);
});

test("[U4] [E3] a session that moved while its server had no contact ends there", async () => {
  const { proxy, one, two, ada, session, cleo } = await twoNodesWithProxies();
  proxy.blackhole("both");
  await expect.poll(() => count(one, "cluster.apart")).toBe(1);
  const again = await sessionClient(two.url);
  await again.ready("ada", { session: { ...session, attempt: 1 } });
  proxy.reset();
  proxy.heal();
  expect(await ada.received()).toMatchObject(["signalingError", { code: "peer-replaced" }]);
  await untilReady(one);
  await expect
    .poll(() => cleo.ask("messageOne", { target: "ada", message: "here" }))
    .toMatchObject({ ok: true });
  expect(await again.received()).toMatchObject(["message", { message: "here" }]);
});

test("[U4] [E14] a session that ended while its server had no contact does not return", async () => {
  const { proxy, redis, one, two, ada, session, cleo } = await twoNodesWithProxies();
  proxy.blackhole("both");
  const again = await sessionClient(two.url);
  await again.ready("ada", { session: { ...session, attempt: 1 } });
  again.socket.disconnect();
  for (let left = 0; left < 2; left += 1) {
    expect(await cleo.envelope()).toMatchObject({ action: "close" });
  }
  proxy.reset();
  proxy.heal();
  await untilReady(one);
  expect(await ada.received()).toMatchObject(["signalingError", { code: expect.any(String) }]);
  expect(await cleo.envelope()).toMatchObject({ action: "open", from: "bob" });
  await cleo.receivedNothingMore("cleo");
  const records = await redisClient(redis.url).hkeys("test:1:room:lobby");
  expect(records.sort()).toEqual(["bob", "cleo"]);
});
