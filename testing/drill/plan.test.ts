import { expect, test } from "vitest";
import {
  affectedBy,
  clusterKinds,
  faultKinds,
  type PlanOptions,
  planOf,
  recoveryMsOf,
} from "./plan.ts";

const options: PlanOptions = {
  seed: 7,
  faults: 100,
  seconds: 120,
  slots: 40,
  processes: 4,
  kinds: faultKinds,
  sleepSeconds: 20,
};

test("equal seeds give equal plans, different seeds different plans", () => {
  expect(planOf(options)).toEqual(planOf(options));
  expect(planOf({ ...options, seed: 8 })).not.toEqual(planOf(options));
});

test("exactly the requested kinds of faults happen, within the given time", () => {
  const plan = planOf({ ...options, faults: 400, seconds: 600 });
  expect(new Set(plan.map(({ kind }) => kind))).toEqual(new Set(faultKinds));
  for (const { atMs } of plan) expect(atMs).toBeLessThan(600_000);
  const some = planOf({ ...options, kinds: ["sleep"] });
  expect(new Set(some.map(({ kind }) => kind))).toEqual(new Set(["sleep", "reset"]));
});

test("a client has one fault at a time if possible, and the server is killed at most once in 20 s", () => {
  const kinds = faultKinds.filter((kind) => !clusterKinds.includes(kind));
  const plan = planOf({ ...options, kinds, faults: 30, seconds: 300 });
  const busy = new Map<number, number>();
  for (const { kind, slot, atMs, durationMs } of plan) {
    expect(atMs).toBeGreaterThanOrEqual(busy.get(slot) ?? 0);
    for (const affected of affectedBy(kind, slot, options)) busy.set(affected, atMs + durationMs);
  }
  const kills = plan.filter(({ kind }) => kind === "kill-server").map(({ atMs }) => atMs);
  for (const [index, atMs] of kills.entries()) {
    expect(atMs - (kills[index - 1] ?? -20_000)).toBeGreaterThanOrEqual(20_000);
  }
});

test("several servers have time to take over before the next fault of a server or of Redis", () => {
  const plan = planOf({ ...options, faults: 400, seconds: 600 });
  const faults = plan.filter(({ kind }) => kind === "kill-server" || clusterKinds.includes(kind));
  expect(new Set(faults.map(({ kind }) => kind)).size).toBe(6);
  for (const [index, { atMs }] of faults.entries()) {
    const before = faults[index - 1];
    if (!before) continue;
    const pauseMs = atMs - before.atMs - before.durationMs;
    expect(pauseMs).toBeGreaterThanOrEqual(recoveryMsOf(before.kind));
  }
});

test("a sleep affects a whole process", () => {
  expect(affectedBy("sleep", 5, { slots: 10, processes: 4 })).toEqual([1, 5, 9]);
  expect(affectedBy("reset", 5, { slots: 10, processes: 4 })).toEqual([5]);
});
