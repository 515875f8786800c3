import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Identity } from "../auth/identity.ts";
import type { NodeDirectory } from "../cluster/node-directory.ts";
import { codeOf, TestClient, type TestHub, testHubs } from "./testing/test-hubs.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const session = true as const;
const actor = undefined;
const later = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const user: Identity = { subject: "user", permissions: ["broadcast", "relay"] };

function twoHubs(options: Partial<Parameters<typeof testHubs>[0]> = {}) {
  const [one, two] = testHubs({ count: 2, ...options });
  return { one: one as TestHub, two: two as TestHub };
}

async function joined(hub: TestHub, peerId: string, over = {}, identity?: Identity) {
  const client = new TestClient(hub, identity);
  await client.join(peerId, over);
  return client;
}

const texts = (client: TestClient) => client.events("message").map(({ content }) => content.json);

describe("[O1] relay between two nodes", () => {
  test("delivers to the target only, in order, with the sender's session to clients with a session", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada", { session });
    const bob = await joined(two, "bob", { session });
    const cleo = await joined(two, "cleo");
    const receipts = Array.from({ length: 20 }, (_, index) =>
      codeOf(() => ada.send(index % 2 === 0 ? "bob" : "cleo", String(index))),
    );
    expect(new Set(await Promise.all(receipts))).toEqual(new Set(["ok"]));
    expect(texts(bob)).toEqual(["0", "2", "4", "6", "8", "10", "12", "14", "16", "18"].map(quoted));
    expect(texts(cleo)).toHaveLength(10);
    const [first] = bob.events("message");
    expect(first).toEqual({
      type: "message",
      from: "ada",
      fromSession: ada.peer?.sessionId,
      target: "bob",
      content: { json: '"0"', attachments: [] },
    });
    expect(cleo.events("message")[0]).not.toHaveProperty("fromSession");
  });

  test("is refused with the code of the target's state", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada");
    const bob = await joined(two, "bob", { session });
    expect(await codeOf(() => ada.send("nobody", "?"))).toBe("peer-not-found");
    expect(await codeOf(() => ada.send("bob", "?", "another session"))).toBe("peer-replaced");
    expect(await codeOf(() => ada.send("bob", "!", bob.peer?.sessionId))).toBe("ok");
    bob.delivery = "too-slow";
    expect(await codeOf(() => ada.send("bob", "?"))).toBe("slow-consumer");
    bob.delivery = "closed";
    expect(await codeOf(() => ada.send("bob", "?"))).toBe("peer-away");
    await bob.lose();
    expect(await codeOf(() => ada.send("bob", "?"))).toBe("peer-away");
    await bob.leave();
    expect(await codeOf(() => ada.send("bob", "?"))).toBe("peer-not-found");
  });

  test("[X8] is refused with `unavailable` by a node that is closing, because the session of the target continues", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada", { session });
    await joined(two, "bob", { session });
    (two.node.directory as NodeDirectory).stop();
    expect(await codeOf(() => ada.send("bob", "?"))).toBe("unavailable");
    (one.node.directory as NodeDirectory).stop();
    expect(await codeOf(() => ada.send("bob", "?"))).toBe("unavailable");
  });

  test("[X8] is refused with `unavailable` while the nodes know different generations of the sender", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada", { session });
    await joined(two, "bob", { session });
    const directory = two.node.directory as NodeDirectory;
    const entries = [...(directory.view("lobby")?.entries() ?? [])].map((entry) =>
      entry.peer.peerId === "ada" ? { ...entry, generation: entry.generation + 1 } : entry,
    );
    directory.receive({ type: "snapshot", room: "lobby", number: 99, entries });
    expect(await codeOf(() => ada.send("bob", "?"))).toBe("unavailable");
  });

  test("to a dead node is refused with `unavailable`", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada");
    await joined(two, "bob");
    two.node.kill();
    expect(await codeOf(() => ada.send("bob", "?"))).toBe("unavailable");
    await later(6_000);
    expect(ada.changes).toEqual(["joined bob", "left bob"]);
    expect(await codeOf(() => ada.send("bob", "?"))).toBe("peer-not-found");
  });

  test("[M1] broadcast reaches all other peers of both nodes, and its cost counts them", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada", { session });
    const others = [
      await joined(one, "bob"),
      await joined(two, "cleo", { session }),
      await joined(two, "dora"),
    ];
    const elsewhere = await joined(two, "ada", { room: "attic" });
    expect(one.hub.broadcastReceivers(ada.session)).toBe(3);
    ada.broadcast("hello");
    for (const other of others) expect(texts(other)).toEqual(['"hello"']);
    expect([...texts(ada), ...texts(elsewhere)]).toEqual([]);
    expect(one.facts).toContainEqual({
      type: "message.broadcast",
      gateway: "websocket",
      room: "lobby",
      from: "ada",
      recipients: 3,
      countBytes: expect.any(Function),
      kindOf: expect.any(Function),
    });
  });
});

describe("presence on two nodes", () => {
  test("a leave without an announcement here is announced elsewhere", async () => {
    const { one, two } = twoHubs();
    const [ada, bob, cleo] = [
      await joined(one, "ada"),
      await joined(one, "bob"),
      await joined(two, "cleo"),
    ];
    await one.hub.leaveSilently(ada.session);
    expect([bob.changes, cleo.changes]).toEqual([["joined cleo"], ["left ada"]]);
  });

  test("[P1] clients with a session receive one batch with the changes of both nodes", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada", { session });
    await later(100);
    await joined(one, "bob");
    const cleo = await joined(two, "cleo", { session });
    await cleo.leave();
    await later(100);
    const [, batch] = ada.events("presence").map(({ batch }) => batch);
    expect(batch).toMatchObject({
      revision: 2,
      joined: [{ peerId: "bob" }],
      left: [{ peerId: "cleo" }],
    });
  });

  test("a hub that closes hands its sessions over, and its other peers leave", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada", { session });
    await joined(one, "bob");
    const cleo = await joined(two, "cleo");
    void one.hub.close();
    expect(cleo.changes).toEqual(["left bob"]);
    expect(await codeOf(() => cleo.send("ada", "?"))).toBe("peer-away");
    const again = new TestClient(two);
    await again.resume(ada);
    expect(cleo.changes).toEqual(["left bob"]);
    expect(await codeOf(() => cleo.send("ada", "!"))).toBe("ok");
  });

  test("a session whose grace period is shortened leaves early on both nodes, unless it is resumed", async () => {
    const { one, two } = twoHubs();
    const cleo = await joined(two, "cleo");
    for (const isResumed of [false, true]) {
      const ada = await joined(one, "ada", { session });
      await ada.lose();
      one.hub.shortenGrace(ada.session);
      if (isResumed) await new TestClient(two).resume(ada);
      await later(6_000);
    }
    expect(cleo.changes).toEqual(["joined ada", "left ada", "joined ada"]);
  });

  test("an adopted session leaves after the grace period", async () => {
    const { one, two } = twoHubs({ graceMs: 10_000 });
    await joined(one, "ada", { session });
    const cleo = await joined(two, "cleo");
    one.node.kill();
    await later(6_000);
    expect(cleo.changes).toEqual([]);
    await later(10_000);
    expect(cleo.changes).toEqual(["left ada"]);
  });
});

describe("[E2] resume on another node", () => {
  test("keeps the session, is not announced, and ends the old connection", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada", { session });
    const [bob, cleo] = [await joined(one, "bob"), await joined(two, "cleo")];
    const sessionId = ada.peer?.sessionId;
    const again = new TestClient(two);
    const { session: granted, roster } = await again.resume(ada);
    expect(granted).toMatchObject({ isResumed: true, session: { id: sessionId } });
    expect(roster.peers.map(({ peerId }) => peerId)).toEqual(["bob", "cleo"]);
    expect([ada.session.state.kind, ada.ended]).toEqual(["gone", ["peer-replaced"]]);
    expect([...bob.changes, ...cleo.changes]).toEqual(["joined cleo"]);
    expect(await codeOf(() => bob.send("ada", "hello", sessionId))).toBe("ok");
    expect(texts(again)).toEqual(['"hello"']);
    await ada.lose();
    expect(await codeOf(() => bob.send("ada", "still here"))).toBe("ok");
    expect(await codeOf(async () => ada.send("bob", "late"))).toBe("not-ready");
  });

  test("[E4] [E5] secrets and attempts count on all nodes", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada", { session });
    const second = new TestClient(two);
    await second.resume(ada, { attempt: 5 });
    const late = new TestClient(one);
    expect(await codeOf(() => late.resume(second, { attempt: 5 }))).toBe("session-lost");
    const third = new TestClient(one);
    await third.resume(second, { attempt: 6 });
    const stale = new TestClient(two);
    const { secret = "" } = ada.joined?.session?.session ?? {};
    expect(await codeOf(() => stale.resume(third, { attempt: 7, secret }))).toBe("session-lost");
    expect(third.session.state.kind).toBe("peer");
  });

  test("of a session of a dead node succeeds before and after the death is noticed", async () => {
    for (const waitMs of [0, 7_000]) {
      const { one, two } = twoHubs();
      const ada = await joined(one, "ada", { session });
      const cleo = await joined(two, "cleo");
      one.node.kill();
      await later(waitMs);
      const again = new TestClient(two);
      expect((await again.resume(ada)).session?.isResumed).toBe(true);
      await later(7_000);
      expect(cleo.changes).toEqual([]);
      expect(await codeOf(() => cleo.send("ada", "!"))).toBe("ok");
    }
  });

  test("[E9] is refused after a leave on the other node", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada", { session });
    await ada.leave();
    expect(await codeOf(() => new TestClient(two).resume(ada))).toBe("session-lost");
  });

  test("[E6] of another user is refused", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada", { session }, user);
    const stranger = { ...user, subject: "stranger" };
    expect(await codeOf(() => new TestClient(two, stranger).resume(ada))).toBe("session-lost");
    expect(await codeOf(() => new TestClient(two, user).resume(ada))).toBe("ok");
  });
});

describe("a peer id whose holder is on another node", () => {
  test("[R5] is refused to a stranger while the holder responds", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada");
    expect(await codeOf(() => new TestClient(two).join("ada"))).toBe("peer-id-taken");
    expect(ada.ended).toEqual([]);
  });

  test("[E12] is taken from a holder that does not respond", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada");
    const bob = await joined(two, "bob");
    ada.isAlive = false;
    expect(await codeOf(() => new TestClient(two).join("ada"))).toBe("ok");
    expect(ada.ended).toEqual(["unavailable"]);
    expect(bob.changes).toEqual(["left ada", "joined ada"]);
  });

  test("[E12] stays with an away session", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada", { session });
    await ada.lose();
    expect(await codeOf(() => new TestClient(two).join("ada"))).toBe("peer-id-taken");
  });

  test("[E11] is taken over by a newer connection of the same user, but not at once again", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada", { session }, user);
    expect(await codeOf(() => new TestClient(two, user).join("ada"))).toBe("rate-limited");
    await later(1_000);
    const newer = await joined(two, "ada", { session }, user);
    expect([ada.session.state.kind, ada.ended]).toEqual(["gone", ["peer-replaced"]]);
    expect(newer.peer?.sessionId).not.toBe(ada.peer?.sessionId);
    expect(await codeOf(() => new TestClient(one, user).resume(ada))).toBe("session-lost");
  });

  test("[E15] is not taken over by a delayed request of an older connection", async () => {
    const { one, two } = twoHubs();
    const older = new TestClient(two, user);
    await later(10);
    await joined(one, "ada", {}, user);
    await later(2_000);
    expect(await codeOf(() => older.join("ada"))).toBe("peer-replaced");
    await later(14_000);
    expect(await codeOf(() => older.join("ada"))).toBe("ok");
  });

  test("of a dead node is free when the death is certain; until then, only its user may try again", async () => {
    const { one, two } = twoHubs();
    await joined(one, "ada", {}, user);
    one.node.kill();
    await later(2_000);
    expect(await codeOf(() => new TestClient(two).join("ada"))).toBe("peer-id-taken");
    expect(await codeOf(() => new TestClient(two, user).join("ada"))).toBe("unavailable");
    await later(5_000);
    expect(await codeOf(() => new TestClient(two).join("ada"))).toBe("ok");
  });
});

describe("[B7] limits count the peers of both nodes", () => {
  test("of a room and of an identity", async () => {
    const { one, two } = twoHubs({ limits: { maxPeersPerRoom: 2, maxRoomsPerIdentity: 1 } });
    await joined(one, "ada", {}, user);
    await joined(two, "bob");
    expect(await codeOf(() => new TestClient(two).join("cleo"))).toBe("room-full");
    const inAttic = new TestClient(two, user);
    expect(await codeOf(() => inAttic.join("ada", { room: "attic" }))).toBe("forbidden");
    expect(two.facts).toContainEqual({ type: "limit.reached", limit: "peers", of: "room" });
    expect(await two.hub.isPresent("user")).toBe(true);
  });
});

describe("administration of two nodes", () => {
  test("[N3] [N4] rooms and peers of both nodes are listed", async () => {
    const { one, two } = twoHubs();
    await joined(one, "bob", {}, user);
    await joined(two, "ada", { metadata: { is: "here" } });
    await joined(two, "ada", { room: "attic" });
    const { administration } = one.hub;
    expect(await administration.listRooms({ limit: 10 })).toEqual({
      items: [
        { room: "attic", peers: 1 },
        { room: "lobby", peers: 2 },
      ],
    });
    const { items } = await administration.listPeers({ room: "lobby", limit: 10 });
    expect(items).toMatchObject([
      { peerId: "ada", metadata: { is: "here" } },
      { peerId: "bob", subject: "user" },
    ]);
    expect((await administration.listPeers({ room: "attic", limit: 10 })).items).toHaveLength(1);
  });

  test("[N5] [E14] a kicked peer of another node receives the reason, leaves and cannot resume anywhere", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(two, "ada", { session });
    const bob = await joined(one, "bob");
    await one.hub.administration.kick({ room: "lobby", peerId: "ada", actor: "root" });
    expect(ada.ended).toEqual(["kicked"]);
    expect(bob.changes).toEqual(["left ada"]);
    expect(two.facts).toContainEqual(
      expect.objectContaining({ type: "peer.kicked", actor: "root" }),
    );
    for (const hub of [one, two]) {
      expect(await codeOf(() => new TestClient(hub).resume(ada))).toBe("kicked");
    }
    const again = () => one.hub.administration.kick({ room: "lobby", peerId: "ada", actor });
    expect(await codeOf(again)).toBe("peer-not-found");
  });

  test("[N6] all sessions of an identity end on both nodes, including visitors and away sessions", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada", { session }, user);
    await ada.lose();
    const visitor = new TestClient(two, user);
    const bob = await joined(two, "bob");
    expect(await two.hub.administration.kickIdentity({ subject: "user", actor })).toBe(2);
    expect(visitor.ended).toEqual(["kicked"]);
    expect(bob.changes).toEqual(["left ada"]);
    const again = () => one.hub.administration.kickIdentity({ subject: "user", actor });
    expect(await codeOf(again)).toBe("peer-not-found");
    expect(await codeOf(() => new TestClient(two, user).resume(ada))).toBe("kicked");
  });

  test("[N7] a closed room is empty on both nodes, and nobody receives the leaves of the others", async () => {
    const { one, two } = twoHubs();
    const clients = [
      await joined(one, "ada", { session }),
      await joined(one, "bob"),
      await joined(two, "cleo", { session }),
      await joined(two, "dora"),
    ];
    expect(await one.hub.administration.closeRoom({ room: "lobby", actor })).toBe(4);
    for (const client of clients) {
      expect([client.session.state.kind, client.ended]).toEqual(["gone", ["room-closed"]]);
      expect(client.changes.filter((change) => change.startsWith("left"))).toEqual([]);
    }
    const cleo = clients[2] as TestClient;
    expect(await codeOf(() => new TestClient(one).resume(cleo))).toBe("room-closed");
    const again = () => two.hub.administration.closeRoom({ room: "lobby", actor });
    expect(await codeOf(again)).toBe("peer-not-found");
    expect(await codeOf(() => new TestClient(two).join("ada"))).toBe("ok");
  });

  test("[N8] a notice reaches the peers of both nodes", async () => {
    const { one, two } = twoHubs();
    const ada = await joined(one, "ada");
    const bob = await joined(two, "bob", { session });
    const cleo = await joined(two, "cleo", { room: "attic" });
    new TestClient(two);
    const { administration } = one.hub;
    expect(await administration.notice({ text: "all", actor })).toBe(3);
    expect(await administration.notice({ text: "lobby", room: "lobby", actor })).toBe(2);
    const notices = (client: TestClient) =>
      client.events("notice").map(({ notice }) => notice.text);
    expect(notices(ada)).toEqual(["all", "lobby"]);
    expect(notices(bob)).toEqual(["all", "lobby"]);
    expect(notices(cleo)).toEqual(["all"]);
  });
});

function quoted(text: string): string {
  return JSON.stringify(text);
}
