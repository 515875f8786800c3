import { expect, test, vi } from "vitest";
import { mostEntries, Trace } from "./trace.ts";

test("the newest entries are kept, the others are counted", () => {
  const trace = new Trace({ most: 3, nowMs: () => 7 });
  for (let attempt = 1; attempt <= 5; attempt += 1) trace.record({ kind: "ice-restart", attempt });
  expect(trace.entries.map(({ id }) => id)).toEqual([3, 4, 5]);
  expect(trace.letGo).toBe(2);
});

test("the size of a trace is bounded", () => {
  const trace = new Trace();
  for (let count = 0; count < mostEntries + 100; count += 1) trace.record({ kind: "join" });
  expect(trace.entries).toHaveLength(mostEntries);
  expect(trace.letGo).toBe(100);
});

test("times count from the first entry, even after it was discarded", () => {
  let nowMs = 1_000;
  const trace = new Trace({ most: 1, nowMs: () => nowMs++ });
  trace.record({ kind: "join" });
  trace.record({ kind: "peer" }, { peerId: "bob" });
  expect(trace.startedAtMs).toBe(1_000);
  expect(trace.entries[0]).toMatchObject({ atMs: 1_001, peerId: "bob" });
});

test("a cleared trace starts again", () => {
  const trace = new Trace();
  trace.record({ kind: "join" });
  trace.clear();
  expect(trace).toMatchObject({ entries: [], letGo: 0, startedAtMs: undefined });
});

test("a listener is called for each change, until it is removed", () => {
  const listener = vi.fn();
  const trace = new Trace();
  const off = trace.onChange(listener);
  trace.record({ kind: "join" });
  trace.clear();
  off();
  trace.record({ kind: "join" });
  expect(listener).toHaveBeenCalledTimes(2);
});
