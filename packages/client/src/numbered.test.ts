import { expect, test } from "vitest";
import { numberedOf } from "./numbered.ts";

test.each([
  [{ s: 1, c: null }],
  [{ s: 2, a: 0, c: "x" }],
  [{ s: 9, p: 0, a: 3, c: { deep: [1] } }],
  [{ a: 0 }],
  [{ a: 7 }],
])("a numbered content or an acknowledgement: %j", (message) => {
  expect(numberedOf(message)).toEqual(message);
});

test.each([
  ["hello"],
  [null],
  [[{ s: 1, c: 1 }]],
  [{}],
  [{ s: 1 }],
  [{ s: 0, c: 1 }],
  [{ s: 1.5, c: 1 }],
  [{ s: "1", c: 1 }],
  [{ s: 2 ** 53, c: 1 }],
  [{ s: 1, p: 1, c: 1 }],
  [{ s: 1, p: -1, c: 1 }],
  [{ s: 1, a: -1, c: 1 }],
  [{ a: null }],
  [{ a: 1, c: 1 }],
])("something else: %j", (message) => {
  expect(numberedOf(message)).toBeUndefined();
});
