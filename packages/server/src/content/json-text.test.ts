import fc from "fast-check";
import { expect, test } from "vitest";
import { endOfString, memberOf, secondElement, valueAt } from "./json-text.ts";

/** JSON text with white space at every permitted place. */
const spaced = (value: unknown) => JSON.stringify(value, null, "\t \n").replaceAll(",", " , ");

test("the second element of an array is found in its original spelling", () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.boolean(), (values, isSpaced) => {
      const texts = values.map((value) => JSON.stringify(value));
      const text = isSpaced ? `[ ${texts.join("\n,\t")} ]` : `[${texts.join(",")}]`;
      const start = secondElement(text);
      const span = start === undefined ? undefined : valueAt(text, start);
      expect(span && text.slice(span.start, span.end)).toEqual(texts[1]);
    }),
  );
});

test("a member has the value that JSON.parse returns, at every position", () => {
  const object = fc.dictionary(fc.oneof(fc.string(), fc.constant("message")), fc.jsonValue());
  fc.assert(
    fc.property(object, fc.boolean(), (value, isSpaced) => {
      const text = isSpaced ? spaced(value) : JSON.stringify(value);
      const parsed = JSON.parse(text) as Record<string, unknown>;
      const span = memberOf(text, 0, "message");
      const found = span && JSON.parse(text.slice(span.start, span.end));
      expect(found).toEqual(Object.hasOwn(parsed, "message") ? parsed["message"] : undefined);
    }),
  );
});

test("the last of equal keys counts, also with escapes", () => {
  const text = '{"message":1,"m\\u0065ssage":[2],"message ":3}';
  expect(memberOf(text, 0, "message")).toEqual({ start: 28, end: 31 });
});

test("a string ends at its quotation mark, not at an escaped one", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (inside, after) => {
      const text = JSON.stringify(inside);
      expect(endOfString(text + after, 0)).toBe(text.length);
    }),
  );
  expect(endOfString('"never closed \\"', 0)).toBe(16);
});
