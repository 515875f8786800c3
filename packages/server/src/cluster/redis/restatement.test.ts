import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Claim, Entry } from "../directory.ts";
import { NodeDirectory, type Statement } from "../node-directory.ts";
import type { ClaimResult, DirectoryStore } from "../store.ts";
import { Restatement } from "./restatement.ts";
import type { RedisStore } from "./store.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function claimOf(peerId: string): Claim {
  return {
    peer: { peerId, room: "lobby", sessionId: peerId, socketId: peerId, metadata: null },
    subject: undefined,
    joinedAtMs: 1,
    proof: undefined,
    maxPeersPerRoom: 0,
    maxRoomsPerIdentity: 0,
  };
}

const own = { node: "node", generation: 1, state: "plain", awayUntilMs: 0 } as const;
const entryOf = (peerId: string): Entry => ({ ...claimOf(peerId), ...own });

const granted = { type: "granted", isOpening: false } as const;

/** A node with the peers ada and bob, whose claims stay under way until the test ends them. */
function started() {
  const claims: ((outcome: ClaimResult) => void)[] = [];
  const store: Partial<DirectoryStore> = {
    isApart: false,
    claim: () => new Promise((resolve) => claims.push(resolve)),
  };
  const directory = new NodeDirectory({
    node: "node",
    store: store as DirectoryStore,
    graceMs: 30_000,
  });
  const entries = ["ada", "bob"].map(entryOf);
  directory.receive({ type: "snapshot", room: "lobby", number: 7, entries: [] });
  for (const entry of entries) {
    void directory.claim(claimOf(entry.peer.peerId), () => {});
    claims.shift()?.(granted);
  }
  directory.receive({ type: "snapshot", room: "lobby", number: 7, entries });
  const statements: Statement[] = [];
  const redis = {
    epoch: "1",
    ownRooms: () => Promise.resolve([]),
    check: () => Promise.resolve([{ number: 8, own: 2 }]),
    restateEndings: () => Promise.resolve(),
    restated: vi.fn(() => Promise.resolve()),
    restate: vi.fn((_: string, statement: Statement) => {
      statements.push(statement);
      return Promise.resolve([]);
    }),
  };
  const restatement = new Restatement(directory, redis as unknown as RedisStore);
  return { directory, redis, restatement, statements, claims };
}

const idsOf = ({ entries }: Statement) => entries.map(({ peer }) => peer.peerId);

test("the peers of a room are restated while a claim in the room is under way", async () => {
  const { directory, redis, restatement, statements } = started();
  await vi.runAllTimersAsync();
  void directory.claim(claimOf("cleo"), () => {});
  await restatement.restateAll({ isEmptied: true });
  expect(statements.map(idsOf)).toEqual([["ada", "bob"]]);
  expect(statements[0]?.underWay).toEqual(["cleo"]);
  expect(redis.restated).toHaveBeenCalledOnce();
});

test("a peer whose place is just claimed is restated afterwards, and only then all are", async () => {
  const { directory, redis, restatement, statements, claims } = started();
  await vi.runAllTimersAsync();
  void directory.claim(claimOf("ada"), () => {});
  const done = restatement.restateAll({ isEmptied: true });
  await vi.advanceTimersByTimeAsync(1_200);
  expect(redis.restated).not.toHaveBeenCalled();
  claims.shift()?.({ type: "full" });
  await vi.runAllTimersAsync();
  await done;
  expect(statements.map(idsOf)).toEqual([["bob"], ["bob"], ["bob"], ["ada", "bob"]]);
  expect(redis.restated).toHaveBeenCalledOnce();
});

test("a restatement that began before another loss of data does not count", async () => {
  const { redis, restatement } = started();
  await vi.runAllTimersAsync();
  redis.restate.mockImplementationOnce(() => {
    redis.epoch = "2";
    return Promise.resolve([]);
  });
  await restatement.restateAll({ isEmptied: true });
  expect(redis.restated).not.toHaveBeenCalled();
});

test.each(["compare", "restateAll"] as const)(
  "a node that stops during `%s` does not state that it has no peers",
  async (work) => {
    const { directory, redis, restatement } = started();
    await vi.runAllTimersAsync();
    const done = restatement[work]({ isEmptied: false });
    directory.stop();
    await vi.runAllTimersAsync();
    await done;
    expect(redis.restate).not.toHaveBeenCalled();
    expect(redis.restated).not.toHaveBeenCalled();
  },
);
