import { expect, test } from "vitest";
import type { Entry } from "../trace/entry.ts";
import { entriesOf, plainExchange } from "../trace/samples.ts";
import { rowModels } from "./row-model.ts";

const options = { isFolding: false, open: new Set<number>(), startedAtMs: 990, filter: "" };

function comingAndGoing(): Entry[] {
  const entries = entriesOf([{ kind: "join" }, { kind: "peer" }, { kind: "leave" }]);
  return entries.map((entry) => (entry.kind === "join" ? { id: 0, atMs: 0, kind: "join" } : entry));
}

test("a row has its time since the start and since the previous row", () => {
  const [first, second] = rowModels(entriesOf(plainExchange), options);
  expect(first).toMatchObject({ sinceStartMs: 10, sinceBeforeMs: undefined });
  expect(second).toMatchObject({ sinceStartMs: 20, sinceBeforeMs: 10 });
});

test("a peer is present from its join to its leave", () => {
  const presence = rowModels(comingAndGoing(), options).map(({ present }) => present.has("bob"));
  expect(presence).toEqual([false, false, true]);
});

test("a peer without a recorded join was present from the start", () => {
  const [first] = rowModels(entriesOf([{ kind: "connection", state: "connected" }]), options);
  expect(first?.present.has("bob")).toBe(true);
  const [join] = rowModels(comingAndGoing(), { ...options, thereNow: ["cy"] });
  expect([...(join?.present ?? [])]).toEqual(["cy"]);
});

test("a filter keeps one peer and the events of the server", () => {
  const others = entriesOf([{ kind: "peer" }], { peerId: "cy" });
  const entries = [...comingAndGoing(), ...others];
  const kinds = rowModels(entries, { ...options, filter: "cy" }).map(({ row }) => row.entry.kind);
  expect(kinds).toEqual(["join", "peer"]);
});
