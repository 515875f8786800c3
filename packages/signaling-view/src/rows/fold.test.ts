import { expect, test } from "vitest";
import type { Entry } from "../trace/entry.ts";
import { candidateOf, entriesOf, plainExchange } from "../trace/samples.ts";
import { countByType, keyOf, type Row, rowsOf } from "./fold.ts";

const folding = { isFolding: true, open: new Set<number>() };
const shape = (rows: readonly Row[]) =>
  rows.map((row) => (row.type === "fold" ? `${row.entries.length} folded` : row.entry.kind));

test("successive candidates of one direction are one row", () => {
  expect(shape(rowsOf(entriesOf(plainExchange), folding))).toEqual([
    "peer",
    "offer",
    "answer",
    "2 folded",
    "candidate",
    "end-of-candidates",
    "connection",
    "route",
  ]);
});

test("without folding each entry is a row", () => {
  const entries = entriesOf(plainExchange);
  expect(rowsOf(entries, { ...folding, isFolding: false })).toHaveLength(entries.length);
});

test("an open fold shows its members below it", () => {
  const entries = entriesOf([candidateOf("host"), candidateOf("srflx")]);
  const rows = rowsOf(entries, { isFolding: true, open: new Set([1]) });
  expect(shape(rows)).toEqual(["2 folded", "candidate", "candidate"]);
  expect(new Set(rows.map(keyOf)).size).toBe(3);
});

test("a fold keeps its key while it grows", () => {
  const [two = [], three = []] = [2, 3].map((count) =>
    rowsOf(entriesOf(Array(count).fill(candidateOf("host"))), folding),
  );
  expect(three.map(keyOf)).toEqual(two.map(keyOf));
});

test("the groups of both directions grow independently of each other and of other peers", () => {
  const entries: Entry[] = entriesOf([
    candidateOf("host", "sent"),
    candidateOf("host", "received"),
    { kind: "peer" },
    candidateOf("host", "sent"),
    candidateOf("host", "received"),
  ]).map((entry) => (entry.kind === "peer" ? { ...entry, peerId: "cy" } : entry));
  expect(shape(rowsOf(entries, folding))).toEqual(["2 folded", "2 folded", "peer"]);
});

test("the end of candidates closes only the group of its direction", () => {
  const entries = entriesOf([
    candidateOf("host", "received"),
    { kind: "end-of-candidates", direction: "sent" },
    candidateOf("host", "received"),
    { kind: "end-of-candidates", direction: "received" },
    candidateOf("host", "received"),
  ]);
  const expected = ["2 folded", "end-of-candidates", "end-of-candidates", "candidate"];
  expect(shape(rowsOf(entries, folding))).toEqual(expected);
});

test("candidates are counted by type, most direct first", () => {
  const sorts = ["relay", "host", "srflx", "mdns"] as const;
  const entries = entriesOf(sorts.map((sort) => candidateOf(sort)));
  expect(countByType(entries.filter((entry) => entry.kind === "candidate"))).toBe(
    "2 host, 1 srflx, 1 relay",
  );
});
