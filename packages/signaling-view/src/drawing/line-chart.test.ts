import { expect, test } from "vitest";
import { linesOf } from "./line-chart.ts";

const chart = { label: "", from: 0, to: 4 };

test("a line has the greatest value at the top, zero at the bottom, and the end at the right", () => {
  const points = [0, 10, 5].map((y, index) => ({ x: index + 2, y }));
  expect(linesOf({ ...chart, points })).toEqual(["60,39 90,1 120,20"]);
});

test("a missing value is a gap, and a value between two gaps is a dot", () => {
  const points = [8, undefined, 8, undefined, 4].map((y, x) => ({ x, y }));
  expect(linesOf({ ...chart, points })).toEqual(["0,1 0,1", "60,1 60,1", "120,20 120,20"]);
});

test("points that are far apart are not connected", () => {
  const points = [0, 1, 4].map((x) => ({ x, y: 1 }));
  expect(linesOf({ ...chart, points, mostBetween: 2 })).toEqual(["0,1 30,1", "120,1 120,1"]);
});

test.each([[[]], [[{ x: 0, y: undefined }]]])("without values there is no line", (points) => {
  expect(linesOf({ ...chart, points })).toEqual([]);
});

test("values of zero are a line at the bottom", () => {
  expect(linesOf({ ...chart, points: [0, 4].map((x) => ({ x, y: 0 })) })).toEqual(["0,39 120,39"]);
});
