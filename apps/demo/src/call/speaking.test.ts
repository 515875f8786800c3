import { expect, test } from "vitest";
import { Speaking } from "./speaking.ts";

test("[case G8] a pause between words does not end speaking, silence does", () => {
  const speaking = new Speaking();
  expect(speaking.measure(0, 0)).toBe(false);
  expect(speaking.measure(0.3, 100)).toBe(true);
  expect(speaking.measure(0.001, 600)).toBe(true);
  expect(speaking.measure(0.3, 700)).toBe(true);
  expect(speaking.measure(0, 1_399)).toBe(true);
  expect(speaking.measure(0, 1_400)).toBe(false);
});

test("[case G8] background noise is not speech", () => {
  expect(new Speaking().measure(0.01, 0)).toBe(false);
});
