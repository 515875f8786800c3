import { expect, test } from "vitest";
import { numberedOf } from "./numbered.ts";

test.each([
  [{ i: "one", s: 1, c: null }],
  [{ i: "one", o: "other", s: 2, a: 0, c: "x" }],
  [{ i: "one", o: "other", s: 9, p: 0, a: 3, c: { deep: [1] } }],
  [{ i: "one", a: 0 }],
  [{ i: "one", o: "other", a: 7 }],
  [{ i: "one", e: "other" }],
])("parses a numbered content, an acknowledgement or a rejection: %j", (message) => {
  expect(numberedOf(message)).toEqual(message);
});

test.each([
  ["hello"],
  [null],
  [[{ s: 1, c: 1 }]],
  [{}],
  [{ s: 1, c: 1 }],
  [{ i: "", s: 1, c: 1 }],
  [{ i: 1, s: 1, c: 1 }],
  [{ i: "x".repeat(33), s: 1, c: 1 }],
  [{ i: "one", o: 1, s: 1, c: 1 }],
  [{ i: "one", e: null }],
  [{ i: "one", s: 1 }],
  [{ i: "one", s: 0, c: 1 }],
  [{ i: "one", s: 1.5, c: 1 }],
  [{ i: "one", s: "1", c: 1 }],
  [{ i: "one", s: 2 ** 53, c: 1 }],
  [{ i: "one", s: 1, p: 1, c: 1 }],
  [{ i: "one", s: 1, p: -1, c: 1 }],
  [{ i: "one", s: 1, a: -1, c: 1 }],
  [{ i: "one", a: null }],
  [{ i: "one", a: 1, c: 1 }],
])("ignores another shape: %j", (message) => {
  expect(numberedOf(message)).toBeUndefined();
});
