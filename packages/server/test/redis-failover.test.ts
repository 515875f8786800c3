import { expect, onTestFinished, test } from "vitest";
import { FaultProxy } from "../../../testing/kit/fault-proxy.ts";
import { startRedisForTest, useRedis } from "../../../testing/kit/redis-server.ts";
import { redisClient, startNodes, untilReady } from "./redis-nodes.ts";
import { type SessionClient, sessionClient } from "./session-client.ts";
import type { RunningServer } from "./start-server.ts";
import { peer } from "./stock-client.ts";

useRedis();

/** A primary and its replica behind one address, as a managed Redis has. */
async function replicatedRedis() {
  const [primary, replica] = await Promise.all([
    startRedisForTest(["--repl-diskless-sync-delay", "0"]),
    startRedisForTest(),
  ]);
  const atReplica = redisClient(replica.url);
  await atReplica.replicaof("127.0.0.1", primary.port);
  await expect.poll(() => atReplica.info("replication")).toContain("master_link_status:up");
  const target = { host: "127.0.0.1", port: primary.port };
  const proxy = await FaultProxy.start(target);
  onTestFinished(() => proxy.close());
  return {
    url: `redis://127.0.0.1:${proxy.port}`,
    /** Resolves when the replica has everything that the primary has now. */
    async replicated() {
      const atPrimary = redisClient(primary.url);
      await atPrimary.wait(1, 0);
      atPrimary.disconnect();
    },
    /** The replica stops to follow. The servers do not notice it. */
    async promote() {
      await atReplica.replicaof("NO", "ONE");
    },
    /** The address leads to the replica from now on, and the primary is dead. */
    async switch() {
      target.port = replica.port;
      await primary.kill();
      proxy.reset();
    },
  };
}

const ids = (client: SessionClient) =>
  client.roster().then(({ peers }) => peers.map(({ peerId }) => peerId).sort());

test("[U6] after a failover the servers put back what the new primary does not know, and nobody leaves", async () => {
  const redis = await replicatedRedis();
  const [one, two] = (await startNodes([redis.url, redis.url])) as [RunningServer, RunningServer];
  const ada = await sessionClient(one.url);
  const { session } = await ada.ready("ada");
  const bob = await peer(one.url, "bob");
  const erin = await sessionClient(one.url);
  await erin.ready("erin");
  const cleo = await peer(two.url, "cleo");
  for (const from of ["erin", "cleo"]) {
    expect(await bob.envelope()).toMatchObject({ action: "open", from });
  }
  await redis.replicated();
  await redis.promote();
  // The new primary never learns of this join and of this leave.
  const dora = await sessionClient(two.url);
  await dora.ready("dora");
  expect(await bob.envelope()).toMatchObject({ action: "open", from: "dora" });
  erin.socket.disconnect();
  expect(await bob.envelope()).toMatchObject({ action: "close", from: "erin" });
  await redis.switch();
  for (const server of [one, two]) {
    await expect
      .poll(() => server.facts.filter(({ type }) => type === "cluster.connected").length)
      .toBeGreaterThan(1);
    await untilReady(server);
  }
  // A server that starts now reads the room from the new primary.
  const [three] = (await startNodes([redis.url])) as [RunningServer];
  const frank = await sessionClient(three.url);
  await expect
    .poll(() => frank.ask("ready", "frank", { session: true }))
    .toMatchObject({ ok: true });
  await expect.poll(() => ids(frank)).toEqual(["ada", "bob", "cleo", "dora"]);
  // The peer whose leave was lost may appear again for a moment.
  const next = async (): Promise<unknown> => {
    const envelope = (await bob.envelope()) as { readonly from: string };
    return envelope.from === "erin" ? next() : envelope;
  };
  expect(await next()).toMatchObject({ action: "open", from: "frank" });
  for (const from of [dora, cleo, frank]) {
    await expect
      .poll(() => from.ask("messageOne", { target: "bob", message: "hello" }))
      .toMatchObject({ ok: true });
    expect(await next()).toMatchObject({ message: "hello" });
  }
  // The secret of the first primary counts at the second one.
  ada.lose();
  const again = await sessionClient(three.url);
  await again.ready("ada", { session: { ...session, attempt: 1 } });
  await bob.receivedNothingMore("bob");
});
