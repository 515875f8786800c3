import { expect, test } from "vitest";
import { sampleOf, totalsOf } from "./sample.ts";
import { pairsOf } from "./stats.ts";
import { chromiumStats } from "./stats-samples.ts";

const totals = (atMs: number, bytes: number, pairIds = "a") => ({
  atMs,
  pairIds,
  bytesSent: bytes,
  bytesReceived: bytes / 2,
  roundTripMs: 12,
});

test("the totals are those of the pair in use", () => {
  expect(totalsOf(pairsOf(chromiumStats), 5)).toEqual({
    atMs: 5,
    pairIds: "CPb",
    bytesSent: 273451,
    bytesReceived: 3286,
    roundTripMs: 1,
  });
});

test("two measurements of one route give bit rates", () => {
  expect(sampleOf(totals(3_000, 3_000), totals(1_000, 1_000))).toEqual({
    atMs: 3_000,
    roundTripMs: 12,
    sentBitrate: 8_000,
    receivedBitrate: 4_000,
  });
});

test.each([
  ["the first measurement", undefined],
  ["another pair", totals(1_000, 1_000, "b")],
  ["a measurement at the same time", totals(3_000, 1_000)],
])("after %s there is no bit rate", (_, before) => {
  expect(sampleOf(totals(3_000, 3_000), before)).toMatchObject({
    roundTripMs: 12,
    sentBitrate: undefined,
    receivedBitrate: undefined,
  });
});

test("without a route there is no bit rate", () => {
  const nothing = { ...totals(3_000, 0, ""), roundTripMs: undefined };
  expect(sampleOf(nothing, nothing)).toMatchObject({ sentBitrate: undefined });
});

test("totals that begin again do not give a negative rate", () => {
  expect(sampleOf(totals(3_000, 0), totals(1_000, 9_000))).toMatchObject({ sentBitrate: 0 });
});
