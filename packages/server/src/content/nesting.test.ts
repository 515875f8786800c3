import fc from "fast-check";
import { expect, test } from "vitest";
import { isNestedDeeper } from "./nesting.ts";

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test("the nesting of any JSON is found from its text", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 12 }), fc.nat(12), (value, limit) => {
      expect(isNestedDeeper(JSON.stringify(value), limit)).toBe(depthOf(value) > limit);
    }),
  );
});

test("brackets side by side are not nested", () => {
  expect(isNestedDeeper(`[${"[],{},".repeat(10_000)}[]]`, 2)).toBe(false);
  expect(isNestedDeeper(`[${"[],{},".repeat(10_000)}[[]]]`, 2)).toBe(true);
});

test("text that is not JSON causes no error", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(typeof isNestedDeeper(text, 1)).toBe("boolean");
    }),
  );
  expect(isNestedDeeper(`"${'\\"['.repeat(10_000)}`, 32)).toBe(false);
  expect(isNestedDeeper("[".repeat(60_000), 32)).toBe(true);
});
