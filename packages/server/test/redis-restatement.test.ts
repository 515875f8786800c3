import { describe, expect, test, vi } from "vitest";
import { useRedis } from "../../../testing/kit/redis-server.ts";
import { NodeDirectory } from "../src/cluster/node-directory.ts";
import { codeOf, TestClient } from "../src/hub/testing/test-hubs.ts";
import { type RedisHub, startProxiedHubs } from "./redis-hubs.ts";

useRedis();

const session = true as const;

/**
 * Two servers, of which the first has lost its contact. There, ada has resumed its session meanwhile, after some connections
 * with contact. The first server restates it when the contact returns; `during` is called when the statement is under way.
 */
async function restated(connections: number, during: (ada: TestClient) => Promise<void>) {
  const times = { beatMs: 60_000, leaseMs: 60_000, compareMs: 60_000 };
  const { proxy, one, two } = await startProxiedHubs(times);
  const bob = new TestClient(two);
  await bob.join("bob", { session });
  let earlier = new TestClient(one);
  await earlier.join("ada", { session });
  for (let connection = 1; connection < connections; connection += 1) {
    const next = new TestClient(one);
    await next.resume(earlier);
    earlier = next;
  }
  const ada = new TestClient(one);
  proxy.blackhole("both");
  proxy.reset();
  await expect.poll(() => one.facts.map(({ type }) => type)).toContain("cluster.apart");
  await ada.resume(earlier);
  let done: Promise<void> | undefined;
  const { statement } = NodeDirectory.prototype;
  vi.spyOn(NodeDirectory.prototype, "statement").mockImplementation(function (
    this: NodeDirectory,
    room,
  ) {
    // The statement is sent in this turn, and the change of the client after it.
    queueMicrotask(() => {
      done ??= during(ada);
    });
    return statement.call(this, room);
  });
  proxy.heal();
  await expect.poll(() => done !== undefined).toBe(true);
  await done;
  for (let round = 0; round < 3; round += 1) {
    for (const { node } of [one, two]) await node.ping();
  }
  return { one, two, ada, bob };
}

/** Returns the states of ada on both servers, according to the memory of Redis. */
async function statesOfAda(nodes: readonly RedisHub[]) {
  const lists = await Promise.all(nodes.map(({ node }) => node.directory.list("lobby")));
  return lists.map((list) => list.find(({ peer }) => peer.peerId === "ada")?.state);
}

const leavesOf = (client: TestClient) =>
  client.events("presence").flatMap(({ batch }) => batch.left.map(({ peerId }) => peerId));

describe.each([1, 2])("after %i connections of a session", (connections) => {
  test("[U6] [L1] a peer that leaves while its server restates it has left", async () => {
    const { one, two, bob } = await restated(connections, (ada) => ada.leave());
    expect(await statesOfAda([one, two])).toEqual([undefined, undefined]);
    expect(one.node.directory.view("lobby")).toBeUndefined();
    expect(await codeOf(() => new TestClient(two).join("ada", { session }))).toBe("ok");
    await expect.poll(() => leavesOf(bob)).toEqual(["ada"]);
  });

  test("[U6] [E7] a session whose connection is lost while its server restates it is away", async () => {
    const { one, two, ada, bob } = await restated(connections, (client) => client.lose());
    expect(await statesOfAda([one, two])).toEqual(["away", "away"]);
    expect(one.node.directory.view("lobby")?.get("ada")?.state).toBe("away");
    expect(await codeOf(() => new TestClient(two).resume(ada))).toBe("ok");
    expect(leavesOf(bob)).toEqual([]);
  });
});
