import { expect, test } from "vitest";
import { seriesOf, seriesSummary } from "./series.ts";

const unknown = { roundTripMs: undefined, sentBitrate: undefined, receivedBitrate: undefined };

test("each quantity has its latest value and its range in words", () => {
  const series = seriesOf([
    { ...unknown, atMs: 0, roundTripMs: 12 },
    { atMs: 1_000, roundTripMs: 0.4, sentBitrate: 0, receivedBitrate: 1_200_000 },
    { atMs: 34_000, roundTripMs: 7, sentBitrate: 64_000, receivedBitrate: 900_000 },
  ]);
  expect(series.map(seriesSummary)).toEqual([
    "Round-trip time: latest 7 ms, <1 ms to 12 ms in 34 s",
    "Sent: latest 64.0 kbit/s, 0 bit/s to 64.0 kbit/s in 34 s",
    "Received: latest 900 kbit/s, 900 kbit/s to 1.2 Mbit/s in 34 s",
  ]);
});

test("a value that is missing at the end is not measured", () => {
  const [roundTrip] = seriesOf([
    { ...unknown, atMs: 0, roundTripMs: 5 },
    { ...unknown, atMs: 1_000 },
  ]);
  expect(roundTrip).toMatchObject({ latest: "not measured", range: "5 ms to 5 ms in 1 s" });
});

test("without samples nothing is measured", () => {
  expect(seriesOf([]).map(seriesSummary)).toEqual([
    "Round-trip time: not measured",
    "Sent: not measured",
    "Received: not measured",
  ]);
});
