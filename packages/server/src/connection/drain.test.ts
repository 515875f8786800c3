import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Fact } from "../telemetry/fact.ts";
import { drain } from "./drain.ts";
import { type OpenConnection, OpenConnections } from "./open-connections.ts";
import { OpenSet } from "./open-set.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Open connections: movers, which move when they are asked to, or never, and others, which leave when they are closed. */
function place({ movers = 0, stayers = 0, others = 0 }) {
  const openConnections = new OpenConnections();
  const askedForMs: number[] = [];
  const dismissedAtMs: number[] = [];
  const add = (supportsDrain: boolean, askToMove: (leave: () => void, ms: number) => void) => {
    const leave = () => openConnections.delete(openConnection);
    const openConnection: OpenConnection = {
      supportsDrain,
      askToMove: (retryAfterMs) => {
        askedForMs.push(retryAfterMs);
        askToMove(leave, retryAfterMs);
      },
      close: () => {
        dismissedAtMs.push(performance.now());
        leave();
      },
    };
    openConnections.add(openConnection);
  };
  for (let left = movers; left > 0; left -= 1) add(true, (leave, ms) => setTimeout(leave, ms));
  for (let left = stayers; left > 0; left -= 1) add(true, () => {});
  for (let left = others; left > 0; left -= 1) add(false, () => {});
  return { openConnections, askedForMs, dismissedAtMs };
}

async function drained(
  openConnections: OpenConnections,
  { seconds = 30, abortAtMs = 60_000, forwardedRequests = new OpenSet<string>() } = {},
) {
  const facts: Fact[] = [];
  const report = (fact: Fact) => facts.push(fact);
  const abort = new AbortController();
  setTimeout(() => abort.abort(), abortAtMs);
  const startMs = performance.now();
  const { signal } = abort;
  const over = drain({ openConnections, forwardedRequests, seconds, signal, report });
  const atMs = over.then(() => performance.now() - startMs);
  await vi.advanceTimersByTimeAsync(61_000);
  return { facts, atMs: await atMs };
}

test.each([
  [1, 1_000],
  [200, 1_000],
  [1_000, 5_000],
  [9_000, 10_000],
])("[V2] %d clients are asked to move at different times, over %d ms", async (stayers, overMs) => {
  const { openConnections, askedForMs } = place({ stayers });
  await drained(openConnections, { abortAtMs: 100 });
  expect(new Set(askedForMs).size).toBe(stayers);
  expect(Math.max(...askedForMs)).toBe(overMs);
});

test("[V4] the drain ends when the last client has moved", async () => {
  const { openConnections } = place({ movers: 100 });
  const { facts, atMs } = await drained(openConnections);
  expect(atMs).toBe(1_000);
  expect(facts).toEqual([
    { type: "server.draining", sockets: 100, movers: 100, seconds: 30 },
    { type: "server.drained", left: 0 },
  ]);
});

test("[V3] the other clients are disconnected one after the other, after all movers have left", async () => {
  const { openConnections, dismissedAtMs } = place({ movers: 100, others: 400 });
  const { atMs } = await drained(openConnections);
  const [first = 0, last = 0] = [dismissedAtMs.at(0), dismissedAtMs.at(-1)];
  expect(first).toBeGreaterThan(1_000);
  expect(last - first).toBeGreaterThan(1_900);
  expect(atMs).toBeLessThanOrEqual(3_020);
  expect(dismissedAtMs).toHaveLength(400);
});

test("[V3] movers that stay do not use the time that the other clients need", async () => {
  const { openConnections, dismissedAtMs } = place({ stayers: 1, others: 400 });
  const { facts, atMs } = await drained(openConnections, { seconds: 12 });
  expect(dismissedAtMs.at(0)).toBeGreaterThan(10_000);
  expect(dismissedAtMs).toHaveLength(400);
  expect(dismissedAtMs.at(-1)).toBeLessThanOrEqual(12_000);
  expect(atMs).toBeLessThanOrEqual(12_020);
  expect(facts.at(-1)).toEqual({ type: "server.drained", left: 1 });
});

test.each([3, 30])(
  "[V4] the drain ends after %d s with clients still connected",
  async (seconds) => {
    const { openConnections, askedForMs } = place({ stayers: 5_000 });
    const { facts, atMs } = await drained(openConnections, { seconds });
    expect(Math.max(...askedForMs)).toBe((seconds * 1_000) / 3);
    expect(atMs / 1_000).toBeCloseTo(seconds, 2);
    expect(facts.at(-1)).toEqual({ type: "server.drained", left: 5_000 });
  },
);

test("[V4] the drain ends after the forwarded requests, also those that arrive later", async () => {
  const forwardedRequests = new OpenSet<string>();
  forwardedRequests.add("first");
  setTimeout(() => {
    forwardedRequests.add("second");
    forwardedRequests.delete("first");
  }, 2_000);
  setTimeout(() => forwardedRequests.delete("second"), 4_000);
  const { atMs } = await drained(place({ movers: 1 }).openConnections, { forwardedRequests });
  expect(atMs).toBe(4_000);
});

test("[V4] the drain does not wait longer than its timeout for a forwarded request", async () => {
  const forwardedRequests = new OpenSet<string>();
  forwardedRequests.add("endless");
  const { atMs } = await drained(place({}).openConnections, { seconds: 3, forwardedRequests });
  expect(atMs).toBe(3_000);
});

test.each([{ stayers: 1 }, { others: 400 }])(
  "[V5] an abort ends the drain at once (%o)",
  async (who) => {
    const { openConnections } = place(who);
    const { atMs } = await drained(openConnections, { abortAtMs: 500 });
    expect(atMs).toBeLessThanOrEqual(520);
  },
);
