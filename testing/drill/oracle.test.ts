import { expect, test } from "vitest";
import { Oracle } from "./oracle.ts";

const nobody: ReadonlySet<string> = new Set();

/** Returns an oracle of two peers in a room: one sent the given numbers, all accepted, and the other received the given numbers. */
function told({ sent, surfaced }: { sent: readonly number[]; surfaced: readonly number[] }) {
  const oracle = new Oracle();
  for (const peerId of ["ada", "bob"]) oracle.join(peerId, "room");
  const signal = { from: "ada", to: "bob" };
  for (const number of sent) {
    oracle.note({ what: "sent", ...signal, number });
    oracle.note({ what: "accepted", ...signal, number });
  }
  for (const number of surfaced) oracle.note({ what: "surfaced", ...signal, number });
  return oracle;
}

test.each([
  [[1, 2, 3], { lost: 0, twice: 0, outOfOrder: 0 }],
  [[1, 3], { lost: 1, twice: 0, outOfOrder: 0 }],
  [[1, 2, 2, 3], { lost: 0, twice: 1, outOfOrder: 0 }],
  [[1, 3, 2], { lost: 0, twice: 0, outOfOrder: 1 }],
  [[], { lost: 3, twice: 0, outOfOrder: 0 }],
])("of the signals 1, 2, 3, the receiver got %o", (surfaced, expected) => {
  expect(told({ sent: [1, 2, 3], surfaced }).count()).toMatchObject({ sent: 3, ...expected });
});

test("refused signals are not lost, unanswered signals are reported, and a peer that left receives nothing", () => {
  const oracle = told({ sent: [1], surfaced: [] });
  oracle.note({ what: "sent", from: "ada", to: "bob", number: 2 });
  oracle.note({ what: "sent", from: "ada", to: "bob", number: 3 });
  oracle.note({ what: "refused", from: "ada", to: "bob", number: 3, code: "peer-away" });
  expect(oracle.count()).toMatchObject({ lost: 1, unanswered: 1 });
  expect([...oracle.count().refused]).toEqual([["peer-away", 1]]);
  oracle.leave("bob");
  expect(oracle.count()).toMatchObject({ sent: 3, lost: 0, unanswered: 0 });
});

test("a leave of a present peer is false, unless it is excused or the peer never received its session", () => {
  const oracle = told({ sent: [], surfaced: [] });
  const connected = { what: "connected", by: "ada", isResumed: false, atMs: 0 } as const;
  const closed = { what: "closed", by: "bob", of: "ada" } as const;
  oracle.note({ ...closed, session: "never received by ada" });
  oracle.note({ ...connected, session: "session" });
  expect(oracle.wrongLeaves(nobody)).toEqual([]);
  oracle.note({ ...closed, session: "session" });
  expect(oracle.wrongLeaves(nobody)).toEqual(["bob received the leave of ada"]);
  expect(oracle.wrongLeaves(new Set(["ada"]))).toEqual([]);
  oracle.leave("ada");
  expect(oracle.wrongLeaves(nobody)).toEqual([]);
});

test("a roster contains the peers of the same room", () => {
  const oracle = told({ sent: [], surfaced: [] });
  oracle.join("eve", "another room");
  expect([oracle.othersOf("ada"), oracle.othersOf("eve")]).toEqual([["bob"], []]);
});

test("a recovery lasts from the cut to the next `ready` of the client", () => {
  const oracle = told({ sent: [], surfaced: [] });
  oracle.cut("ada", 1_000);
  const connected = {
    what: "connected",
    by: "ada",
    session: "session",
    isResumed: true,
  } as const;
  oracle.note({ ...connected, atMs: 990 });
  oracle.note({ ...connected, atMs: 1_040 });
  oracle.note({ ...connected, atMs: 2_000 });
  expect(oracle.recoveriesMs).toEqual({ connection: [40], server: [] });
});

test("a client that becomes ready again has another session, and one that resumes has not", () => {
  const oracle = told({ sent: [], surfaced: [] });
  const connected = (atMs: number, isResumed: boolean) =>
    oracle.note({ what: "connected", by: "ada", session: "session", isResumed, atMs });
  connected(1_000, false);
  oracle.note({ what: "disconnected", by: "ada", atMs: 2_000 });
  connected(2_030, true);
  expect(oracle.newSessions).toEqual([]);
  connected(3_000, false);
  expect(oracle.newSessions).toEqual(["ada"]);
  expect(oracle.absencesMs).toEqual([30]);
});
