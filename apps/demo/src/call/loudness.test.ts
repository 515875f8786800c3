import { expect, test } from "vitest";
import { loudest } from "./loudness.ts";

test("[case G8] a short sound is as loud as a long one", () => {
  const samples = new Float32Array(16_384).fill(0.5, 1_024, 1_536);
  expect(loudest(samples)).toBeCloseTo(0.5);
  expect(loudest(new Float32Array(16_384).fill(0.5))).toBeCloseTo(0.5);
});

test("[case G8] silence has no loudness", () => {
  expect(loudest(new Float32Array(16_384))).toBe(0);
});
