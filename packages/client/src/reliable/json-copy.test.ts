import { expect, test } from "vitest";
import { jsonCopyOf } from "./json-copy.ts";

test("a copy equals the received content, and does not change with the original", () => {
  const original = { at: new Date(0), list: [1] };
  const copy = jsonCopyOf(original);
  original.list.push(2);
  expect(copy.content).toEqual({ at: "1970-01-01T00:00:00.000Z", list: [1] });
});

test("the size is that of the JSON text in UTF-8", () => {
  expect(jsonCopyOf("é").bytes).toBe(4);
});

const circle: Record<string, unknown> = {};
circle["self"] = circle;

test.each([
  ["nothing", undefined],
  ["a function", () => {}],
  ["a circle", circle],
  ["a large integer", 1n],
  ["an ArrayBuffer", { deep: [new ArrayBuffer(1)] }],
  ["a typed array", new Uint8Array(1)],
  ["a Buffer", { data: Buffer.from("x") }],
  ["a Blob", new Blob(["x"])],
])("%s cannot be sent as JSON", (_, content) => {
  expect(() => jsonCopyOf(content)).toThrow(expect.objectContaining({ code: "bad-message" }));
});
