import { expect, test } from "vitest";
import { isLater, lineageOf, lineageText } from "./lineage.ts";

test("[E16] secrets have one order: by rotation, and within it by the processes that resumed with it, the earlier process last", () => {
  const inOrder = [
    [0],
    [0, -300, 0],
    [0, -300, 9],
    [0, -200, 0],
    [0, -200, 3],
    [0, -200, 3, -400, 0],
    [0, -200, 3, -400, 1],
    [0, -200, 4],
    [1],
    [2, -100, 0],
    [10],
  ];
  for (const [index, one] of inOrder.entries()) {
    for (const [otherIndex, other] of inOrder.entries()) {
      expect(isLater(one, other), `${one} after ${other}`).toBe(index > otherIndex);
    }
  }
});

test("a lineage survives formatting and parsing", () => {
  const lineage = [7, -1_795_910_400_000, 12_345, -1_795_910_400_001, 0];
  expect(lineageOf(lineageText(lineage))).toEqual(lineage);
});
