import { expect, test } from "vitest";
import { TokenBucket, unlimited } from "./token-bucket.ts";

test("a bucket allows a burst, then its rate, and never more than a burst", () => {
  const bucket = new TokenBucket({ perSecond: 200, burst: 1_000 }, 0);
  expect(bucket.take(1_000, 0)).toBe(0);
  expect(bucket.take(1, 0)).toBe(5);
  expect(bucket.take(600, 3_000)).toBe(0);
  expect(bucket.take(1, 3_000)).toBe(5);
  expect(bucket.take(1_001, 60_000)).toBe(0);
  expect(bucket.isFull(60_000)).toBe(false);
  expect(bucket.isFull(65_000)).toBe(true);
});

test("a cost in two parts is limited to the burst, and the time until a refused one is sufficient counts both", () => {
  const bucket = new TokenBucket({ perSecond: 1_000, burst: 10 }, 0);
  expect(bucket.take(2, 0)).toBe(0);
  expect(bucket.take(50, 0, 2)).toBe(0);
  expect(bucket.take(2, 9)).toBe(0);
  expect(bucket.take(50, 9, 2)).toBe(3);
  expect(bucket.take(50, 12, 50)).toBe(0);
});

test("the unlimited rate never refuses", () => {
  const bucket = new TokenBucket(unlimited, 0);
  for (const nowMs of [0, 1, 1_000]) expect(bucket.take(1_000_000, nowMs)).toBe(0);
  expect(bucket.isFull(0)).toBe(true);
});
