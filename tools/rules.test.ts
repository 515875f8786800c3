import { expect, test } from "vitest";
import { looseRules } from "./rules.ts";

const protocol = "| id | rule |\n| Z1 | one |\n| Z2 | two |\n";

test("a rule without a test and a test without a rule are found", () => {
  const tests = ['test("[Z1] [Z3] says so", () => {});'];
  expect(looseRules(protocol, tests)).toEqual(["Z2: no test cites it", "Z3: no such rule"]);
});

test("every form of a test counts, and prose does not", () => {
  const tests = [
    'test.each(kinds)("[Z1] each", run);',
    "test(\n  `[Z2] long`,\n  run,\n);",
    "// [Z9]",
  ];
  expect(looseRules(protocol, tests)).toEqual([]);
});

test("a rule stated twice is found", () => {
  expect(looseRules(`${protocol}| Z1 | again |\n`, ['test("[Z1] [Z2] both"'])).toEqual([
    "Z1: stated twice",
  ]);
});
