import { expect, test } from "vitest";
import { Roster } from "./roster.ts";

const peer = (peerId: string, sessionId = `session of ${peerId}`) => ({
  peerId,
  socketId: `socket of ${peerId}`,
  sessionId,
  metadata: null,
});
const [ada, bob, eve] = [peer("ada"), peer("bob"), peer("eve")];

test("a snapshot and later changes are each reported once", () => {
  const roster = new Roster("me");
  expect(roster.replace([ada], 3)).toEqual({ joined: [ada], left: [] });
  const batch = { revision: 4, joined: [ada, bob], left: [] };
  expect(roster.apply(batch)).toEqual({ joined: [bob], left: [] });
  expect(roster.apply(batch)).toEqual({ joined: [], left: [] });
  expect(roster.apply({ revision: 5, joined: [], left: [ada, eve] })).toEqual({
    joined: [],
    left: [ada],
  });
});

test("batches that are older than the snapshot, or before the first snapshot, are ignored", () => {
  const roster = new Roster("me");
  expect(roster.apply({ revision: 1, joined: [ada], left: [] })).toEqual({ joined: [], left: [] });
  roster.replace([], 7);
  expect(roster.apply({ revision: 7, joined: [ada], left: [] })).toEqual({ joined: [], left: [] });
});

test("a gap is reported, and the next snapshot reports the missed leaves", () => {
  const roster = new Roster("me");
  roster.replace([ada, bob], 1);
  expect(roster.apply({ revision: 3, joined: [eve], left: [] })).toBe("gap");
  expect(roster.replace([bob, eve], 3)).toEqual({ joined: [eve], left: [ada] });
});

test("peers that are missing in a partial snapshot count as present", () => {
  const roster = new Roster("me");
  roster.replace([ada, bob], 40);
  expect(roster.replace([ada], 0, true)).toEqual({ joined: [], left: [] });
  expect([roster.has(bob), roster.has(eve)]).toEqual([true, false]);
  expect(roster.peers).toEqual([ada, bob]);
  expect(roster.apply({ revision: 1, joined: [bob], left: [] })).toEqual({ joined: [], left: [] });
  expect(roster.replace([ada], 2)).toEqual({ joined: [], left: [bob] });
});

test("two sessions of one peer id are distinct", () => {
  const roster = new Roster("me");
  roster.replace([ada], 1);
  const again = peer("ada", "another");
  expect(roster.apply({ revision: 2, joined: [again], left: [ada] })).toEqual({
    joined: [again],
    left: [ada],
  });
});

test("the own peer is not part of the roster", () => {
  const roster = new Roster("me");
  roster.replace([], 0);
  expect(roster.apply({ revision: 1, joined: [peer("me")], left: [] })).toEqual({
    joined: [],
    left: [],
  });
});

test("a peer with a new session is reported as left, then as joined", () => {
  const roster = new Roster("me");
  roster.replace([ada, bob], 9);
  const again = peer("ada", "another");
  // A server that has started with another key knows nothing of the old sessions, and tells of no leave.
  expect(roster.replace([again], 0, true)).toEqual({ joined: [again], left: [ada] });
  const bobAgain = peer("bob", "another of bob");
  expect(roster.apply({ revision: 1, joined: [bobAgain], left: [] })).toEqual({
    joined: [bobAgain],
    left: [bob],
  });
  expect(roster.replace([again, bobAgain], 2)).toEqual({ joined: [], left: [] });
});

test("after a loss, batches are ignored until the snapshot of the new connection", () => {
  const roster = new Roster("me");
  roster.replace([ada], 3);
  roster.forgetRevision();
  expect(roster.apply({ revision: 9, joined: [bob], left: [ada] })).toEqual({
    joined: [],
    left: [],
  });
  expect(roster.replace([ada], 9)).toEqual({ joined: [], left: [] });
});

test("[P2] the leave of an unknown session is ignored: it joined and left within one batch", () => {
  const roster = new Roster("me");
  roster.replace([ada], 1);
  const left = [
    { peerId: "eve", sessionId: "session of eve" },
    { peerId: "ada", sessionId: "an earlier one" },
  ];
  expect(roster.apply({ revision: 2, joined: [], left })).toEqual({ joined: [], left: [] });
  expect(roster.peers).toEqual([ada]);
});

test("[P2] the leave of a peer that sent a message before its presence is reported", () => {
  const roster = new Roster("me");
  roster.replace([ada], 1);
  const receive = (from: string, fromSession: string) =>
    roster.receive({ from, fromSession, target: "me", message: "hello" });
  receive("eve", "session of eve");
  const left = [{ peerId: "eve", sessionId: "session of eve" }];
  expect(roster.apply({ revision: 2, joined: [], left })).toEqual({ joined: [], left });
  expect(roster.apply({ revision: 3, joined: [], left })).toEqual({ joined: [], left: [] });
  // Of two sessions with one id only the one that is there counts.
  receive("bob", "an earlier one");
  const earlier = [{ peerId: "bob", sessionId: "an earlier one" }];
  expect(roster.apply({ revision: 4, joined: [bob], left: earlier })).toEqual({
    joined: [bob],
    left: [],
  });
  receive("eve", "session of eve");
  expect(roster.replace([ada, bob], 5)).toEqual({ joined: [], left });
});
