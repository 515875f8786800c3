import { expect, test } from "vitest";
import { Oracle } from "./oracle.ts";

const nobody: ReadonlySet<string> = new Set();

/** Two peers of a room, of whom one has sent these numbers, all accepted, and the other has heard those. */
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
])("of 1, 2, 3 were heard %o", (surfaced, expected) => {
  expect(told({ sent: [1, 2, 3], surfaced }).count()).toMatchObject({ sent: 3, ...expected });
});

test("what is refused is not lost, what nobody answers is told, and who is gone hears nothing", () => {
  const oracle = told({ sent: [1], surfaced: [] });
  oracle.note({ what: "sent", from: "ada", to: "bob", number: 2 });
  oracle.note({ what: "sent", from: "ada", to: "bob", number: 3 });
  oracle.note({ what: "refused", from: "ada", to: "bob", number: 3, code: "peer-away" });
  expect(oracle.count()).toMatchObject({ lost: 1, unanswered: 1 });
  expect([...oracle.count().refused]).toEqual([["peer-away", 1]]);
  oracle.leave("bob");
  expect(oracle.count()).toMatchObject({ sent: 3, lost: 0, unanswered: 0 });
});

test("a leave is wrong if it is told of who is there, unless that is excused", () => {
  const oracle = told({ sent: [], surfaced: [] });
  oracle.note({ what: "closed", by: "bob", of: "ada" });
  expect(oracle.wrongLeaves(nobody)).toEqual(["bob heard that ada left"]);
  expect(oracle.wrongLeaves(new Set(["ada"]))).toEqual([]);
  oracle.leave("ada");
  expect(oracle.wrongLeaves(nobody)).toEqual([]);
});

test("others are those of the same room", () => {
  const oracle = told({ sent: [], surfaced: [] });
  oracle.join("eve", "another room");
  expect([oracle.othersOf("ada"), oracle.othersOf("eve")]).toEqual([["bob"], []]);
});

test("a recovery is from the cut to the next time a client is ready", () => {
  const oracle = told({ sent: [], surfaced: [] });
  oracle.cut("ada", 1_000);
  const state = { what: "state", by: "ada", state: "connected" } as const;
  oracle.note({ ...state, atMs: 990 });
  oracle.note({ ...state, atMs: 1_040 });
  oracle.note({ ...state, atMs: 2_000 });
  expect(oracle.recoveriesMs).toEqual([40]);
});
