import { expect, test } from "vitest";
import type { ClusterNode } from "../cluster.ts";
import type {
  Change,
  Claim,
  ClaimOutcome,
  Entry,
  Move,
  MoveOutcome,
  StoredProof,
} from "../directory.ts";

/** Nodes of a new, empty cluster. */
export interface TestCluster {
  readonly nodes: readonly ClusterNode[];
  /** Stops a node as if its process had died. */
  kill(node: ClusterNode): void;
  /** Resolves when the lease of all dead nodes has ended and all events have arrived. */
  expireLeases(): Promise<void>;
  /** Resolves when all events have arrived. */
  settle(): Promise<void>;
}

export interface TestClusterOptions {
  readonly nodes: number;
  readonly graceMs: number;
}

interface Over extends Partial<Claim["peer"]> {
  readonly subject?: string;
  readonly proof?: StoredProof;
  readonly maxPeersPerRoom?: number;
  readonly maxRoomsPerIdentity?: number;
}

const proof: StoredProof = {
  hash: "hash 1",
  lastHash: undefined,
  attempt: -1,
  issued: 1,
  restored: undefined,
};

function claimOf(peerId: string, over: Over = {}): Claim {
  const { subject, proof: given, maxPeersPerRoom = 0, maxRoomsPerIdentity = 0, ...place } = over;
  const socketId = `socket of ${peerId}`;
  const sessionId = `session of ${peerId}`;
  return {
    peer: { peerId, room: "lobby", sessionId, socketId, metadata: null, ...place },
    subject,
    joinedAtMs: 1,
    proof: given,
    maxPeersPerRoom,
    maxRoomsPerIdentity,
  };
}

function moveOf(peerId: string, over: Partial<Move> = {}): Move {
  return {
    room: "lobby",
    peerId,
    sessionId: `session of ${peerId}`,
    subject: undefined,
    socketId: `new socket of ${peerId}`,
    shown: "hash 1",
    attempt: 0,
    next: "hash 2",
    ...over,
  };
}

type PeerChange = Exclude<Change, { readonly room: string }>;

/** A node with everything that its directory tells. */
class Watched {
  readonly node: ClusterNode;
  readonly changes: PeerChange[] = [];
  /** The rooms that were opened and emptied through this node, such as `opened lobby`. */
  readonly rooms: string[] = [];
  readonly entered: Entry[] = [];

  constructor(node: ClusterNode) {
    this.node = node;
    node.directory.onChange((change) => {
      if ("room" in change) {
        this.rooms.push(`${change.type} ${change.room}`);
        return;
      }
      this.changes.push(change);
      if (change.type === "expired") node.directory.leave(change.entry, { ending: "left" });
    });
  }

  claim(peerId: string, over?: Over): Promise<ClaimOutcome> {
    return this.node.directory.claim(claimOf(peerId, over), (entry) => this.entered.push(entry));
  }

  async entry(peerId: string, over?: Over): Promise<Entry> {
    expect(await this.claim(peerId, over)).toEqual({ type: "granted" });
    return this.entered.at(-1) as Entry;
  }

  move(peerId: string, over?: Partial<Move>): Promise<MoveOutcome> {
    return this.node.directory.move(moveOf(peerId, over), (entry) => this.entered.push(entry));
  }

  async ids(room = "lobby"): Promise<readonly string[]> {
    return (await this.node.directory.list(room)).map(({ peer }) => peer.peerId);
  }

  viewIds(room = "lobby"): readonly string[] | undefined {
    const view = this.node.directory.view(room);
    return view && [...view.entries()].map(({ peer }) => peer.peerId);
  }

  /** Returns the changes as text, such as `joined ada`. */
  get told(): readonly string[] {
    return this.changes.map((change) =>
      change.type === "closed"
        ? `closed ${change.entries.length}`
        : `${change.type} ${change.entry.peer.peerId}`,
    );
  }
}

/** Defines the tests that the directory of every cluster must pass. */
export function directoryContract(
  start: (options: TestClusterOptions) => TestCluster | Promise<TestCluster>,
): void {
  async function cluster(nodes = 2, graceMs = 60_000) {
    const started = await start({ nodes, graceMs });
    const [one, two, three] = started.nodes.map((node) => new Watched(node));
    return { ...started, one: one as Watched, two: two as Watched, three: three as Watched };
  }

  test("a claimed id is listed on every node, with its metadata", async () => {
    const { one, two, settle } = await cluster();
    const metadata = { role: "camera", tags: ["a", null], large: 2 ** 53 };
    const entry = await one.entry("ada", { metadata, subject: "user 1", proof });
    await settle();
    expect(entry).toMatchObject({ node: one.node.id, state: "resumable", subject: "user 1" });
    expect(entry.peer).toEqual(claimOf("ada", { metadata }).peer);
    expect(await two.node.directory.list("lobby")).toEqual([entry]);
    expect(one.viewIds()).toEqual(["ada"]);
    expect(two.viewIds(), "a node without peers in the room has no view").toBeUndefined();
  });

  test("a taken id stays with its holder, and the claim returns the holder", async () => {
    const { one, two } = await cluster();
    const holder = await one.entry("ada");
    for (const node of [one, two]) {
      const outcome = await node.claim("ada", { sessionId: "another", socketId: "another" });
      expect(outcome).toEqual({ type: "taken", holder });
    }
    expect(two.entered).toEqual([]);
  });

  test("exactly one of twenty concurrent claims on two nodes is granted", async () => {
    const { one, two, settle } = await cluster();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? one : two).claim("ada", {
          sessionId: `session ${index}`,
          socketId: `socket ${index}`,
        }),
      ),
    );
    await settle();
    expect(outcomes.filter(({ type }) => type === "granted")).toHaveLength(1);
    expect([...one.entered, ...two.entered]).toHaveLength(1);
    expect(await one.ids()).toEqual(["ada"]);
  });

  test("`entered` is called before the claim resolves, and before any later change", async () => {
    const { one, two, settle } = await cluster();
    await one.entry("ada");
    const seen: string[] = [];
    const { directory } = two.node;
    directory.onChange((change) => {
      if ("entry" in change) seen.push(`${change.type} ${change.entry.peer.peerId}`);
    });
    const claims = [
      directory.claim(claimOf("bob"), ({ peer }) => {
        seen.push(`entered ${peer.peerId} with ${two.viewIds()?.join(" ")}`);
      }),
      one.claim("cleo"),
    ];
    await Promise.all(claims);
    const entered = seen.find((one) => one.startsWith("entered")) ?? "";
    // The store grants the claims of two nodes in either order.
    expect(["entered bob with ada bob", "entered bob with ada cleo bob"]).toContain(entered);
    await settle();
    const later = seen.slice(seen.indexOf(entered) + 1);
    expect(later).toEqual(entered.includes("cleo") ? [] : ["joined cleo"]);
  });

  test("both nodes receive the changes of a room in one order", async () => {
    const { one, two, settle } = await cluster();
    await one.entry("first");
    await two.entry("second");
    await settle();
    const start = [one.changes.length, two.changes.length];
    const pairs = Array.from({ length: 10 }, (_, index) => [
      one.claim(`one ${index}`),
      two.claim(`two ${index}`),
    ]);
    await Promise.all(pairs.flat());
    await settle();
    expect(one.told.slice(start[0])).toEqual(two.told.slice(start[1]));
    expect(one.told.slice(start[0])).toHaveLength(20);
    expect(one.viewIds()).toEqual(two.viewIds());
  });

  test("of the first snapshot of a room, only the newcomer is a change", async () => {
    const { one, two, settle } = await cluster();
    await one.entry("ada");
    await two.entry("bob");
    await settle();
    expect(two.told).toEqual(["joined bob"]);
    expect(two.viewIds()).toEqual(["ada", "bob"]);
    expect(one.told.at(-1)).toBe("joined bob");
  });

  test("an id in another room belongs to another peer", async () => {
    const { one, two } = await cluster();
    await one.entry("ada");
    await two.entry("ada", { room: "attic" });
    expect(await one.ids("attic")).toEqual(["ada"]);
    expect(await one.ids()).toEqual(["ada"]);
  });

  test("a peer that left is gone here at once, and elsewhere too; its id is free", async () => {
    const { one, two, settle } = await cluster();
    const ada = await one.entry("ada");
    await two.entry("bob");
    await settle();
    one.node.directory.leave(ada);
    expect(one.told.at(-1), "here at once").toBe("left ada");
    expect(one.viewIds(), "no peer of this node is left").toBeUndefined();
    await settle();
    expect(two.told.at(-1)).toBe("left ada");
    expect(two.viewIds()).toEqual(["bob"]);
    await two.entry("ada", { sessionId: "another", socketId: "another" });
  });

  test.each([
    ["one node", 0],
    ["two nodes", 1],
  ])(
    "[Z3] a room is opened once and emptied once when two peers of %s come and go together",
    async (_, other) => {
      const { one, two, settle } = await cluster();
      const nodes = [one, other === 0 ? one : two] as const;
      for (const room of ["attic", "cellar"]) {
        const claims = nodes.map((node, index) => node.claim(`peer ${index}`, { room }));
        expect(await Promise.all(claims)).toEqual([{ type: "granted" }, { type: "granted" }]);
        await settle();
        for (const [index, { node }] of nodes.entries()) {
          const entry = node.directory.view(room)?.get(`peer ${index}`);
          if (entry) node.directory.leave(entry);
        }
        await settle();
      }
      const told = [...one.rooms, ...two.rooms];
      const countOf = (type: string) => told.filter((text) => text.startsWith(type)).length;
      expect([countOf("opened"), countOf("emptied")]).toEqual([2, 2]);
    },
  );

  test("[Z3] a room is neither opened nor emptied while it has another peer", async () => {
    const { one, two, settle } = await cluster();
    await one.entry("ada");
    const bob = await two.entry("bob");
    two.node.directory.leave(bob);
    await settle();
    await two.entry("bob", { sessionId: "again" });
    expect([one.rooms, two.rooms]).toEqual([["opened lobby"], []]);
  });

  test("a leave that is not announced here is a change on other nodes", async () => {
    const { one, two, settle } = await cluster();
    const ada = await one.entry("ada");
    await two.entry("bob");
    await settle();
    one.node.directory.leave(ada, { isAnnounced: false });
    await settle();
    expect(one.changes.at(-1)).toMatchObject({ type: "left", isAnnounced: false });
    expect(two.changes.at(-1)).toMatchObject({ type: "left", isAnnounced: true });
  });

  test("a late leave of an earlier holder does not remove the present holder", async () => {
    const { one, two, settle } = await cluster();
    const earlier = await one.entry("ada", { sessionId: "earlier" });
    one.node.directory.leave(earlier);
    await settle();
    await two.entry("ada", { sessionId: "present", socketId: "present" });
    one.node.directory.leave(earlier);
    await settle();
    expect(await one.ids()).toEqual(["ada"]);
    expect(two.viewIds()).toEqual(["ada"]);
  });

  test("a list has the order in which peers joined", async () => {
    const { one, two, settle } = await cluster();
    let last: Entry | undefined;
    for (const id of ["zoe", "10", "ada", "2"]) {
      const entry = await one.entry(id);
      if (id === "10") last = entry;
    }
    one.node.directory.leave(last as Entry);
    await settle();
    await one.entry("10");
    expect(await two.ids()).toEqual(["zoe", "ada", "2", "10"]);
    expect(one.viewIds()).toEqual(["zoe", "ada", "2", "10"]);
  });

  test("names of Object.prototype are ordinary names", async () => {
    const { one, two } = await cluster();
    for (const name of ["__proto__", "constructor", "toString"]) {
      expect(await two.ids(name)).toEqual([]);
      await one.entry(name, { room: name, subject: name });
      expect(await two.ids(name)).toEqual([name]);
      expect(await two.node.directory.isPresent(name)).toBe(true);
    }
  });

  test("a room without peers is empty, not an error", async () => {
    const { one, two, settle } = await cluster();
    expect(await one.ids("nowhere")).toEqual([]);
    expect(await one.node.directory.close("nowhere", "closed")).toEqual([]);
    two.node.directory.leave({
      ...(await one.entry("ada")),
      peer: claimOf("nobody", { room: "nowhere" }).peer,
    });
    await settle();
    expect(await one.ids()).toEqual(["ada"]);
  });

  test("a session moves between nodes with the present secret, and keeps its place in the list", async () => {
    const { one, two, settle } = await cluster();
    const before = await one.entry("ada", { proof });
    await one.entry("bob");
    expect(await two.move("ada")).toEqual({ type: "moved" });
    await settle();
    const [entry] = two.entered;
    expect(entry).toMatchObject({ node: two.node.id, state: "resumable", joinedAtMs: 1 });
    expect(entry?.peer.socketId).toBe("new socket of ada");
    expect(entry?.generation).toBeGreaterThan(before.generation);
    expect(entry?.proof).toMatchObject({ hash: "hash 2", lastHash: "hash 1", issued: 2 });
    expect(one.changes.at(-1)).toEqual({ type: "moved", entry, before });
    expect(await one.ids()).toEqual(["ada", "bob"]);
    expect(two.viewIds()).toEqual(["ada", "bob"]);
  });

  test("the last secret stays valid until the client shows the next one", async () => {
    const { one, two } = await cluster();
    await one.entry("ada", { proof });
    expect(await two.move("ada", { next: "hash 2", attempt: 0 })).toEqual({ type: "moved" });
    expect(await one.move("ada", { next: "hash 3", attempt: 1 })).toEqual({ type: "moved" });
    expect(await two.move("ada", { shown: "hash 2", attempt: 2 })).toMatchObject({
      type: "refused",
    });
    const next = { shown: "hash 3", next: "hash 4", attempt: 3 };
    expect(await two.move("ada", next)).toEqual({ type: "moved" });
    expect(await two.move("ada", { attempt: 4 })).toMatchObject({ type: "refused" });
  });

  test("a move with a wrong secret, subject or attempt is refused", async () => {
    const { one, two } = await cluster();
    await one.entry("ada", { proof: { ...proof, attempt: 3 }, subject: "user 1" });
    const subject = "user 1";
    for (const over of [
      { subject, shown: "another hash", attempt: 4 },
      { subject: "user 2", attempt: 4 },
      { subject: undefined, attempt: 4 },
      { subject, attempt: 3 },
    ]) {
      expect(await two.move("ada", over)).toMatchObject({ type: "refused" });
    }
    expect(two.entered).toEqual([]);
    expect(await two.move("ada", { subject, attempt: 4 })).toEqual({ type: "moved" });
  });

  test("a peer without a session does not move, and an absent session neither", async () => {
    const { one, two } = await cluster();
    await one.entry("ada");
    expect(await two.move("ada")).toMatchObject({ type: "refused" });
    expect(await two.move("bob")).toEqual({ type: "absent", ending: undefined });
    const other = await two.move("ada", { sessionId: "another" });
    expect(other).toEqual({ type: "absent", ending: undefined });
  });

  test("a node can move a session by comparison of the generation", async () => {
    const { one, two } = await cluster();
    const { generation } = await one.entry("ada", { proof });
    const restored = { from: "3", continuation: "3,-1" };
    const instead = (of: number) => ({
      shown: "a later secret",
      next: "hash 5",
      attempt: 0,
      instead: { generation: of, restored },
    });
    expect(await two.move("ada", instead(generation - 1))).toMatchObject({ type: "refused" });
    expect(await two.move("ada", instead(generation))).toEqual({ type: "moved" });
    expect(two.entered[0]?.proof).toEqual({
      hash: "hash 5",
      lastHash: "a later secret",
      attempt: 0,
      issued: 1,
      restored,
    });
    expect(await one.move("ada", instead(generation))).toMatchObject({ type: "refused" });
  });

  test("of twenty concurrent moves with one secret and attempt, one succeeds", async () => {
    const { one, two, settle } = await cluster();
    await one.entry("ada", { proof });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? one : two).move("ada", {
          socketId: `socket ${index}`,
          next: `hash of ${index}`,
        }),
      ),
    );
    await settle();
    expect(outcomes.filter(({ type }) => type === "moved")).toHaveLength(1);
    expect(one.viewIds() ?? two.viewIds()).toEqual(["ada"]);
  });

  test("an away session is away on every node, keeps its id, and leaves after the grace period", async () => {
    const { one, two, settle } = await cluster(2, 1_000);
    const ada = await one.entry("ada", { proof });
    await two.entry("bob");
    await settle();
    one.node.directory.away(ada);
    expect(one.node.directory.view("lobby")?.get("ada")?.state).toBe("away");
    await settle();
    expect(two.node.directory.view("lobby")?.get("ada")?.state).toBe("away");
    const claim = await two.claim("ada", { sessionId: "another", socketId: "another" });
    expect(claim).toMatchObject({ type: "taken", holder: { state: "away" } });
    await expect.poll(() => two.told.at(-1)).toBe("left ada");
    expect(one.told).toContain("expired ada");
    expect(await two.move("ada")).toMatchObject({ type: "absent" });
  });

  test("an away session moves, and does not leave", async () => {
    const { one, two, settle } = await cluster(2, 1_000);
    const ada = await one.entry("ada", { proof });
    one.node.directory.away(ada);
    await settle();
    expect(await two.move("ada")).toEqual({ type: "moved" });
    await settle();
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(await one.ids()).toEqual(["ada"]);
    expect(one.told).not.toContain("expired ada");
  });

  test("a late loss or leave by the earlier node does not change a session that has moved", async () => {
    const { one, two, settle } = await cluster();
    const ada = await one.entry("ada", { proof });
    await two.entry("bob");
    await settle();
    expect(await two.move("ada")).toEqual({ type: "moved" });
    one.node.directory.away(ada);
    await settle();
    expect(two.node.directory.view("lobby")?.get("ada")?.state).toBe("resumable");
    one.node.directory.leave(ada, { ending: "left" });
    await settle();
    expect(await two.ids()).toEqual(["ada", "bob"]);
  });

  test("the ending of a session is kept", async () => {
    const { one, two, settle } = await cluster();
    const ada = await one.entry("ada", { proof });
    one.node.directory.leave(ada, { ending: "kicked" });
    await settle();
    expect(await two.move("ada")).toEqual({ type: "absent", ending: "kicked" });
  });

  test("the ending of a session is forgotten after the grace period", async () => {
    const { one, two, settle } = await cluster(2, 200);
    const ada = await one.entry("ada", { proof });
    one.node.directory.leave(ada, { ending: "kicked" });
    await settle();
    await expect
      .poll(() => two.move("ada"), { timeout: 15_000 })
      .toEqual({ type: "absent", ending: undefined });
  });

  test("a closed room is empty at once on every node, and its sessions have the ending", async () => {
    const { one, two, settle } = await cluster();
    const ada = await one.entry("ada", { proof, subject: "user 1" });
    const bob = await two.entry("bob");
    await settle();
    expect(await two.node.directory.close("lobby", "room-closed")).toEqual([ada, bob]);
    await settle();
    for (const node of [one, two]) {
      expect(node.changes.at(-1)).toMatchObject({ type: "closed", ending: "room-closed" });
      expect(node.told).not.toContain("left bob");
      expect(node.viewIds()).toBeUndefined();
      expect(await node.ids()).toEqual([]);
    }
    expect(await one.move("ada")).toEqual({ type: "absent", ending: "room-closed" });
    expect(await one.node.directory.isPresent("user 1")).toBe(false);
    await one.entry("ada");
  });

  test("the limits count the peers of all nodes, also for concurrent claims", async () => {
    const { one, two } = await cluster();
    const outcomes = await Promise.all(
      ["a", "b", "c", "d"].map((id, index) =>
        (index % 2 === 0 ? one : two).claim(id, { maxPeersPerRoom: 3 }),
      ),
    );
    expect(outcomes.map(({ type }) => type).sort()).toEqual([
      "full",
      "granted",
      "granted",
      "granted",
    ]);
    const rooms = await Promise.all(
      ["r1", "r2", "r3"].map((room, index) =>
        (index % 2 === 0 ? one : two).claim("ada", {
          room,
          subject: "user 1",
          sessionId: room,
          socketId: room,
          maxRoomsPerIdentity: 2,
        }),
      ),
    );
    expect(rooms.map(({ type }) => type).sort()).toEqual(["granted", "granted", "too-many-rooms"]);
    const known = { room: "r1", subject: "user 1", maxRoomsPerIdentity: 2 };
    await two.entry("second peer in a known room", known);
  });

  test("an identity is present on every node until its last peer leaves", async () => {
    const { one, two, settle } = await cluster();
    const ada = await one.entry("ada", { subject: "user 1" });
    const bob = await two.entry("bob", { subject: "user 1" });
    const isPresent = () => two.node.directory.isPresent("user 1");
    one.node.directory.leave(ada);
    await settle();
    expect(await isPresent()).toBe(true);
    two.node.directory.leave(bob);
    await settle();
    expect(await isPresent()).toBe(false);
  });

  test("rooms are listed in pages, sorted by name, with the peers of all nodes", async () => {
    const { one, two } = await cluster();
    for (const room of ["zoo", "attic", "lobby"]) await one.entry("ada", { room });
    await two.entry("bob", { room: "attic", socketId: "another" });
    const { directory } = two.node;
    expect(await directory.rooms({ limit: 2 })).toEqual({
      items: [
        { room: "attic", peers: 2 },
        { room: "lobby", peers: 1 },
      ],
      next: "lobby",
    });
    expect(await directory.rooms({ limit: 2, after: "lobby" })).toEqual({
      items: [{ room: "zoo", peers: 1 }],
    });
  });

  test("a view knows how many peers of the room each node has", async () => {
    const { one, two, settle } = await cluster();
    await one.entry("ada");
    await one.entry("bob", { proof });
    await two.entry("cleo");
    await settle();
    const counts = () => new Map(one.node.directory.view("lobby")?.nodes());
    expect(counts()).toEqual(
      new Map([
        [one.node.id, 2],
        [two.node.id, 1],
      ]),
    );
    await two.move("bob");
    await settle();
    expect(counts()).toEqual(
      new Map([
        [one.node.id, 1],
        [two.node.id, 2],
      ]),
    );
  });

  test("a session of a dead node moves before anybody notices the death", async () => {
    const { one, two, three, kill, settle, expireLeases } = await cluster(3);
    await one.entry("ada", { proof });
    await three.entry("cleo");
    await settle();
    kill(one.node);
    expect(await two.move("ada")).toEqual({ type: "moved" });
    await expireLeases();
    expect(three.viewIds()).toEqual(["ada", "cleo"]);
    expect(three.told.filter((told) => told.startsWith("left"))).toEqual([]);
  });

  test("after the lease of a dead node its sessions are away, and its other peers left", async () => {
    const { one, two, three, kill, settle, expireLeases } = await cluster(3);
    await one.entry("ada", { proof });
    await one.entry("bob");
    await three.entry("cleo");
    await settle();
    kill(one.node);
    const stranger = { sessionId: "another", socketId: "another" };
    await expireLeases();
    expect(three.told).toContain("left bob");
    expect(three.told).not.toContain("left ada");
    expect(three.node.directory.view("lobby")?.get("ada")).toMatchObject({ state: "away" });
    expect(await two.claim("ada", stranger)).toMatchObject({ type: "taken" });
    expect(await two.claim("bob", stranger)).toEqual({ type: "granted" });
    expect(await three.move("ada")).toEqual({ type: "moved" });
  });

  test("an adopted session leaves after its grace period", async () => {
    const { one, two, kill, settle, expireLeases } = await cluster(2, 150);
    await one.entry("ada", { proof });
    await two.entry("bob");
    await settle();
    kill(one.node);
    await expireLeases();
    await expect.poll(() => two.told).toContain("left ada");
    expect(two.told).toContain("expired ada");
  });

  test("a node that closes hands its sessions over at once", async () => {
    const { one, two, settle } = await cluster();
    await one.entry("ada", { proof });
    await one.entry("bob");
    await two.entry("cleo");
    await settle();
    void one.node.close();
    await settle();
    expect(two.told).toContain("left bob");
    expect(two.node.directory.view("lobby")?.get("ada")?.state).toBe("away");
    expect(await two.node.directory.nodes()).toEqual([two.node.id]);
  });

  test("a view does not keep a room in which the node has no peers", async () => {
    const { one, two, settle } = await cluster();
    await one.entry("ada", { proof });
    await two.entry("bob");
    await settle();
    await two.move("ada");
    await settle();
    expect(one.viewIds()).toBeUndefined();
    await one.entry("cleo");
    expect(one.viewIds()).toEqual(["ada", "bob", "cleo"]);
  });
}
