import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Lag, laggingNetwork } from "../cluster/testing/lagging-network.ts";
import { codeOf, TestClient, type TestHub, testHubs } from "./testing/test-hubs.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const later = (milliseconds = 5_000) => vi.advanceTimersByTimeAsync(milliseconds);

/** Hubs whose network a test can slow down and break, each by itself. */
function laggingHubs(count: number) {
  const lags: { carry: Lag; deliverMs: number }[] = [];
  const network = () => {
    const lag = { carry: { delayMs: 0 }, deliverMs: 0 };
    lags.push(lag);
    return laggingNetwork({ carry: () => lag.carry, deliver: () => lag.deliverMs });
  };
  const [one, two = undefined] = testHubs({ count, network });
  return { one: one as TestHub, two: two as TestHub, lags };
}

async function listOf({ hub }: TestHub): Promise<readonly string[]> {
  const list = hub.peers("lobby");
  await later();
  return (await list).map(({ peerId }) => peerId);
}

/** Returns the peers that a client learned of, from rosters, changes and batches. */
function knownTo(client: TestClient): readonly string[] {
  return client.written.flatMap((one) => {
    if ("roster" in one) return one.roster.peers.map(({ peerId }) => peerId);
    const { event } = one;
    if (event.type === "roster") return event.peers.map(({ peerId }) => peerId);
    if (event.type === "presence") return event.batch.joined.map(({ peerId }) => peerId);
    return event.type === "joined" ? [event.peerId] : [];
  });
}

describe.each([1, 2])("two newcomers on %i nodes", (count) => {
  test("[R11] do not miss each other, in 900 pairs of delays", async () => {
    for (let pair = 0; pair < 900; pair += 1) {
      const { one, two = one, lags } = laggingHubs(count);
      const first = new TestClient(one);
      const second = new TestClient(two);
      const session = pair % 2 === 0 ? (true as const) : undefined;
      const [here, there = here] = lags;
      if (!here || !there) throw new Error("a node has no network");
      here.carry = { delayMs: pair % 30 };
      here.deliverMs = (pair * 7) % 13;
      const joins = [first.join("ada", { session })];
      there.carry = { delayMs: Math.floor(pair / 30) };
      there.deliverMs = (pair * 5) % 11;
      joins.push(second.join("bob", { session }));
      await later(200);
      await Promise.all(joins);
      expect([knownTo(first), knownTo(second)], `pair ${pair}`).toEqual([
        expect.arrayContaining(["bob"]),
        expect.arrayContaining(["ada"]),
      ]);
    }
  });
});

test("[N4] a list contains a peer that joined on another node, before this node learns of it", async () => {
  const { one, two, lags } = laggingHubs(2);
  await new TestClient(one).join("ada");
  Object.assign(lags[0] as object, { deliverMs: 1_000 });
  await new TestClient(two).join("bob");
  expect(await listOf(one)).toEqual(["ada", "bob"]);
});

describe("a join", () => {
  test("leaves a visitor, which may try again, if the directory rejects it", async () => {
    const { one, two, lags } = laggingHubs(2);
    const observer = new TestClient(two);
    await observer.join("observer");
    Object.assign(lags[0] as object, { carry: { delayMs: 10, fails: "before" } });
    const ada = new TestClient(one);
    const refused = codeOf(() => ada.join("ada"));
    await later();
    expect(await refused).toBe("unavailable");
    expect(ada.session.state.kind).toBe("visitor");
    Object.assign(lags[0] as object, { carry: { delayMs: 0 } });
    expect(await listOf(one)).toEqual(["observer"]);
    expect(observer.changes).toEqual([]);
    await ada.join("ada");
    expect(observer.changes).toEqual(["joined ada"]);
  });

  test("succeeds if its response is lost after its event", async () => {
    const { one, lags } = laggingHubs(1);
    Object.assign(lags[0] as object, { carry: { delayMs: 0, fails: "after" } });
    const ada = new TestClient(one);
    expect(await codeOf(() => ada.join("ada"))).toBe("ok");
    expect(ada.session.state.kind).toBe("peer");
  });

  test("is undone on all nodes if its response is lost before its event", async () => {
    const { one, two, lags } = laggingHubs(2);
    const observer = new TestClient(two);
    await observer.join("observer");
    Object.assign(lags[0] as object, { carry: { delayMs: 0, fails: "after" }, deliverMs: 50 });
    const ada = new TestClient(one);
    expect(await codeOf(() => ada.join("ada"))).toBe("unavailable");
    expect(ada.session.state.kind, "the client received a refusal").toBe("visitor");
    Object.assign(lags[0] as object, { carry: { delayMs: 0 } });
    await later();
    expect(observer.changes).toEqual(["joined ada", "left ada"]);
    expect(await listOf(two)).toEqual(["observer"]);
  });

  test.each([
    ["with a session", true as const],
    ["without one", undefined],
  ])("of a visitor whose last join is undone meanwhile succeeds, %s", async (_, session) => {
    const { one, two, lags } = laggingHubs(2);
    const [ada, observer] = [new TestClient(one), new TestClient(two)];
    await observer.join("observer");
    Object.assign(lags[0] as object, { carry: { delayMs: 0, fails: "after" }, deliverMs: 50 });
    expect(await codeOf(() => ada.join("ada", { session, metadata: 1 }))).toBe("unavailable");
    // The second request is under way when the event of the first one arrives.
    Object.assign(lags[0] as object, { carry: { delayMs: 0 } });
    await later(1);
    const again = codeOf(() => ada.join("ada", { session, metadata: 2 }));
    await later();
    expect(await again).toBe("ok");
    expect(ada.peer).toMatchObject({ metadata: 2 });
    expect(ada.ended).toEqual([]);
    expect(await listOf(two)).toEqual(["observer", "ada"]);
    expect(observer.changes.slice(-1)).toEqual(["joined ada"]);
    if (session) expect(await codeOf(() => new TestClient(two).resume(ada))).toBe("ok");
  });

  test("of a visitor that is kicked meanwhile does not leave a ghost", async () => {
    const { one, lags } = laggingHubs(1);
    Object.assign(lags[0] as object, { carry: { delayMs: 50 } });
    const identity = { subject: "user", permissions: [] };
    const ada = new TestClient(one, identity);
    const joined = codeOf(() => ada.join("ada"));
    const kicked = one.hub.administration.kickIdentity({ subject: "user", actor: undefined });
    await later();
    expect([await joined, await kicked]).toEqual(["not-ready", 1]);
    expect(ada.ended).toEqual(["kicked"]);
    expect(await listOf(one)).toEqual([]);
  });
});

describe("a leave", () => {
  test.each([
    ["lags", { carry: { delayMs: 300 }, deliverMs: 300 }],
    ["rejects", { carry: { delayMs: 0, fails: "before" as const } }],
    ["loses the response", { carry: { delayMs: 0, fails: "after" as const } }],
  ])("is announced here at once when the directory %s, and later elsewhere", async (_, lag) => {
    const { one, two, lags } = laggingHubs(2);
    const [ada, bob, cleo] = [new TestClient(one), new TestClient(one), new TestClient(two)];
    for (const [client, name] of [
      [ada, "ada"],
      [bob, "bob"],
      [cleo, "cleo"],
    ] as const) {
      await client.join(name);
    }
    Object.assign(lags[0] as object, lag);
    await ada.leave();
    expect(bob.changes, "at once").toEqual(["joined cleo", "left ada"]);
    expect(await listOf(one)).not.toContain("ada");
    Object.assign(lags[0] as object, { carry: { delayMs: 0 }, deliverMs: 0 });
    await later();
    expect(cleo.changes).toEqual(["left ada"]);
    expect(await listOf(two)).toEqual(["bob", "cleo"]);
    const next = new TestClient(two);
    expect(await codeOf(() => next.join("ada"))).toBe("ok");
    expect(bob.changes).toEqual(["joined cleo", "left ada", "joined ada"]);
  });
});

describe("[Z3] a room", () => {
  const roomFacts = (...hubs: readonly TestHub[]) =>
    hubs.flatMap(({ facts }) =>
      facts.flatMap(({ type }) =>
        type === "room.opened" || type === "room.emptied" ? [type] : [],
      ),
    );
  const pair = ["room.opened", "room.emptied"];

  test("is opened once and emptied at least once if the responses are lost", async () => {
    const { one, lags } = laggingHubs(1);
    const [lag] = lags;
    if (!lag) throw new Error("the node has no network");
    lag.carry = { delayMs: 0, fails: "after" };
    // The event of each claim arrives, and its response is lost.
    const delays = [0, 50, 0, 50];
    Object.defineProperty(lag, "deliverMs", { get: () => delays.shift() ?? 50 });
    const [ada, bob] = [new TestClient(one), new TestClient(one)];
    await ada.join("ada");
    await later();
    await bob.join("bob");
    await later();
    expect(roomFacts(one)).toEqual(["room.opened"]);
    await Promise.all([ada.leave(), bob.leave()]);
    await later();
    expect(roomFacts(one), "no leave has a response").toEqual(["room.opened"]);
    lag.carry = { delayMs: 0 };
    await later();
    expect(roomFacts(one).slice(0, 2)).toEqual(pair);
  });

  test("is emptied once if the directory rejects the last leaves for some time", async () => {
    const { one, lags } = laggingHubs(1);
    const [ada, bob] = [new TestClient(one), new TestClient(one)];
    await ada.join("ada");
    await bob.join("bob");
    Object.assign(lags[0] as object, { carry: { delayMs: 0, fails: "before" } });
    await Promise.all([ada.leave(), bob.leave()]);
    await later();
    Object.assign(lags[0] as object, { carry: { delayMs: 0 } });
    await later();
    expect(roomFacts(one)).toEqual(pair);
  });

  test("is opened if its first peer is undone after the second one joined", async () => {
    const { one, two, lags } = laggingHubs(2);
    Object.assign(lags[0] as object, { carry: { delayMs: 0, fails: "after" }, deliverMs: 50 });
    expect(await codeOf(() => new TestClient(one).join("ada"))).toBe("unavailable");
    Object.assign(lags[0] as object, { carry: { delayMs: 0 } });
    const bob = new TestClient(two);
    await bob.join("bob");
    await later();
    expect(roomFacts(one, two)).toEqual(["room.opened"]);
    await bob.leave();
    await later();
    expect(roomFacts(one, two)).toEqual(pair);
  });

  test("is opened and emptied if its first peer is kicked before it has joined", async () => {
    const { one, lags } = laggingHubs(1);
    Object.assign(lags[0] as object, { carry: { delayMs: 50 }, deliverMs: 50 });
    const identity = { subject: "user", permissions: [] };
    const joined = codeOf(() => new TestClient(one, identity).join("ada"));
    await later(1);
    const kicked = one.hub.administration.kickIdentity({ subject: "user", actor: undefined });
    await later();
    expect([await joined, await kicked]).toEqual(["not-ready", 1]);
    expect(roomFacts(one)).toEqual(pair);
  });
});

describe("a session", () => {
  const session = true as const;

  test("is away on this node at once, and on others when the directory responds again", async () => {
    const { one, two, lags } = laggingHubs(2);
    const [ada, bob] = [new TestClient(one), new TestClient(two)];
    await ada.join("ada", { session });
    await bob.join("bob");
    Object.assign(lags[0] as object, { carry: { delayMs: 0, fails: "before" } });
    await ada.lose();
    expect(ada.session.state.kind).toBe("away");
    Object.assign(lags[0] as object, { carry: { delayMs: 0 } });
    await later();
    expect(await codeOf(() => bob.send("ada", "hello"))).toBe("peer-away");
    const again = new TestClient(two);
    await again.resume(ada);
    expect(bob.changes).toEqual([]);
    expect(await codeOf(() => bob.send("ada", "hello"))).toBe("ok");
  });

  test("can be resumed with the same secret after a rejected resume", async () => {
    const { one, two, lags } = laggingHubs(2);
    const ada = new TestClient(one);
    await ada.join("ada", { session });
    await ada.lose();
    for (const lag of [
      { carry: { delayMs: 0, fails: "before" } },
      { carry: { delayMs: 0, fails: "after" }, deliverMs: 50 },
    ]) {
      Object.assign(lags[1] as object, lag);
      const refused = new TestClient(two);
      expect(await codeOf(() => refused.resume(ada))).toBe("unavailable");
      Object.assign(lags[1] as object, { carry: { delayMs: 0 }, deliverMs: 0 });
      await later();
      expect(refused.session.state.kind).toBe("visitor");
    }
    const again = new TestClient(two);
    expect((await again.resume(ada)).session?.isResumed).toBe(true);
    expect(again.session.state.kind).toBe("peer");
    expect(await listOf(one)).toEqual(["ada"]);
  });

  test("leaves once after the grace period, on both nodes, while the directory rejects", async () => {
    const { one, two, lags } = laggingHubs(2);
    const [ada, bob, cleo] = [new TestClient(one), new TestClient(one), new TestClient(two)];
    await ada.join("ada", { session });
    await bob.join("bob");
    await cleo.join("cleo");
    await ada.lose();
    Object.assign(lags[0] as object, { carry: { delayMs: 0, fails: "before" } });
    await later(31_000);
    expect(bob.changes).toEqual(["joined cleo", "left ada"]);
    expect(ada.session.state.kind).toBe("gone");
    Object.assign(lags[0] as object, { carry: { delayMs: 0 } });
    await later();
    expect(cleo.changes).toEqual(["left ada"]);
    expect(one.facts.filter(({ type }) => type === "peer.left")).toHaveLength(1);
  });
});

describe("while the directory does not respond at all", () => {
  async function silentHub() {
    const { one, lags } = laggingHubs(1);
    const [ada, bob] = [new TestClient(one), new TestClient(one)];
    await ada.join("ada");
    await bob.join("bob", { session: true });
    Object.assign(lags[0] as object, { carry: { delayMs: 0, fails: "before" } });
    return { one, ada, bob };
  }

  test("[O1] messages to peers of this node are relayed synchronously", async () => {
    const { ada, bob } = await silentHub();
    expect(ada.send("bob", "hello")).toBeUndefined();
    expect(bob.events("message").map(({ content }) => content.json)).toEqual(['"hello"']);
    ada.broadcast("to all");
    expect(bob.events("message").at(-1)?.content.json).toBe('"to all"');
    expect(await codeOf(() => ada.send("nobody", "?"))).toBe("peer-not-found");
  });

  test("rosters and lists of rooms with peers of this node are answered", async () => {
    const { one, bob } = await silentHub();
    expect((await one.hub.roster(bob.session)).peers.map(({ peerId }) => peerId)).toEqual(["ada"]);
    expect(await listOf(one)).toEqual(["ada", "bob"]);
    expect(one.hub.broadcastReceivers(bob.session)).toBe(1);
  });

  test("[N14] a ban and a kick apply on the server that was asked, and reject", async () => {
    const { one, lags } = laggingHubs(1);
    const identityOf = (subject: string) => ({ subject, permissions: [] });
    const [ada, bob] = [new TestClient(one, identityOf("a")), new TestClient(one, identityOf("b"))];
    await ada.join("ada");
    await bob.join("bob");
    Object.assign(lags[0] as object, { carry: { delayMs: 0, fails: "before" } });
    const { administration } = one.hub;
    const ban = { kind: "identity", value: "a", seconds: 60, actor: undefined } as const;
    expect(await codeOf(() => administration.ban(ban))).toBe("unavailable");
    const kick = { subject: "b", actor: undefined };
    expect(await codeOf(() => administration.kickIdentity(kick))).toBe("unavailable");
    expect([ada.ended, bob.ended]).toEqual([["kicked"], ["kicked"]]);
    expect(await codeOf(() => new TestClient(one, identityOf("a")).join("ada"))).toBe("kicked");
  });

  test("[N8] a notice, which would arrive twice if it is repeated, reaches nobody", async () => {
    const { one, ada } = await silentHub();
    const notice = { text: "hello", actor: undefined };
    expect(await codeOf(() => one.hub.administration.notice(notice))).toBe("unavailable");
    expect(ada.events("notice")).toEqual([]);
  });

  test("operations of administrators reject with `unavailable`", async () => {
    const { one } = await silentHub();
    const { administration, isPresent } = one.hub;
    const actor = undefined;
    for (const work of [
      () => administration.listRooms({ limit: 1 }),
      () => administration.closeRoom({ room: "lobby", actor }),
      () => administration.kickIdentity({ subject: "user", actor }),
      () => administration.notice({ text: "hello", actor }),
      () => isPresent("user"),
    ]) {
      expect(await codeOf(work)).toBe("unavailable");
    }
  });
});
