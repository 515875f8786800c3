import { expect, test } from "vitest";
import { codecsOf, pairsOf } from "./stats.ts";
import { chromiumStats, firefoxStats } from "./stats-samples.ts";

test("the pair in use comes first, then pairs that work, whatever their priority", () => {
  const pairs = pairsOf(chromiumStats);
  expect(pairs.map(({ id, isInUse }) => [id, isInUse])).toEqual([
    ["CPb", true],
    ["CPc", false],
    ["CPa", false],
  ]);
});

test("a pair has its state, its two candidates, its bytes and its round-trip time", () => {
  expect(pairsOf(chromiumStats)[0]).toMatchObject({
    state: "succeeded",
    isNominated: true,
    priority: 9.15e18,
    local: { type: "relay", protocol: "udp (TURN over tls)", address: "2001:db8::7", port: 40223 },
    remote: { type: "prflx", protocol: "udp", address: undefined, port: 40922 },
    bytesSent: 273451,
    bytesReceived: 3286,
    roundTripMs: 1,
  });
});

test("a pair without statistics of its candidates is read", () => {
  expect(pairsOf(chromiumStats)[1]).toMatchObject({
    remote: undefined,
    bytesSent: 0,
    roundTripMs: undefined,
  });
});

test("Firefox marks the pair in use in the pair", () => {
  expect(pairsOf(firefoxStats).map(({ id, isInUse }) => [id, isInUse])).toEqual([
    ["p2", true],
    ["p1", false],
  ]);
});

test("codecs belong to a transceiver and a direction, each once", () => {
  expect(Object.fromEntries(codecsOf(chromiumStats))).toEqual({
    0: { sent: [], received: ["opus"] },
    1: { sent: ["VP8"], received: ["H264"] },
  });
});
