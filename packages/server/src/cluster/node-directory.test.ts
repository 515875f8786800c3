import { expect, test } from "vitest";
import type { Change, Entry } from "./directory.ts";
import { NodeDirectory } from "./node-directory.ts";
import type { DirectoryStore } from "./store.ts";

const proof = { hash: "1", lastHash: undefined, attempt: 1, issued: 1, restored: undefined };

function entryOf(over: Partial<Entry> = {}): Entry {
  const peer = {
    peerId: "ada",
    room: "lobby",
    sessionId: "session",
    socketId: "socket 1",
    metadata: null,
  };
  return {
    peer,
    node: "node",
    generation: 7,
    state: "resumable",
    awayUntilMs: 0,
    subject: undefined,
    joinedAtMs: 1,
    proof,
    ...over,
  };
}

/** The directory of a node without contact to the store. */
function apart() {
  const store: Partial<DirectoryStore> = { isApart: true };
  const directory = new NodeDirectory({
    node: "node",
    store: store as DirectoryStore,
    graceMs: 30_000,
  });
  const changes: Change[] = [];
  directory.onChange((change) => changes.push(change));
  return { directory, changes };
}

const move = {
  room: "lobby",
  peerId: "ada",
  sessionId: "session",
  subject: undefined,
  socketId: "socket 2",
  shown: "1",
  attempt: 2,
  next: "2",
};

test.each(["snapshot", "moved"] as const)(
  "[U5] a session that resumed without contact keeps its connection when the store states its earlier record: %s",
  async (type) => {
    const { directory, changes } = apart();
    const away = entryOf({ state: "away", awayUntilMs: Date.now() + 30_000 });
    directory.receive({ type: "snapshot", room: "lobby", number: 1, entries: [away] });
    expect(await directory.move(move, () => {})).toEqual({ type: "moved" });
    const resumed = directory.view("lobby")?.get("ada");
    expect(resumed).toMatchObject({ state: "resumable", peer: { socketId: "socket 2" } });
    changes.length = 0;
    directory.receive(
      type === "moved"
        ? { type, number: 2, entry: away }
        : { type, room: "lobby", number: 1, entries: [away] },
    );
    expect(changes).toEqual([]);
    expect(directory.view("lobby")?.get("ada")).toEqual(resumed);
    expect(directory.statement("lobby").entries).toEqual([resumed]);
    directory.stop();
  },
);
