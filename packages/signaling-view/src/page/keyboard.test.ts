import { expect, test } from "vitest";
import { commandOf } from "./keyboard.ts";

const place = { index: 5, count: 12 };

test.each([
  ["ArrowDown", 6],
  ["ArrowUp", 4],
  ["PageDown", 11],
  ["PageUp", 0],
  ["Home", 0],
  ["End", 11],
])("%s goes to row %i", (key, index) => {
  expect(commandOf(key, place)).toEqual({ type: "go", index });
});

test.each([
  ["ArrowRight", "open"],
  ["ArrowLeft", "close"],
  ["Enter", "toggle"],
  [" ", "toggle"],
])("“%s”: %s", (key, type) => {
  expect(commandOf(key, place)).toEqual({ type });
});

test("other keys have no effect", () => {
  expect(commandOf("a", place)).toBeUndefined();
  expect(commandOf("toString", place)).toBeUndefined();
});
