import fc from "fast-check";
import { expect, test } from "vitest";
import { IncomingFrames } from "./incoming-frame.ts";
import { outgoingFrame } from "./outgoing-frame.ts";

/** Takes all messages in order. Returns the frames that they complete. */
function taken(...messages: readonly unknown[]) {
  const frames = new IncomingFrames();
  return messages.map((message) => frames.take(message)).filter((frame) => frame !== undefined);
}

/** A content with binary data at any place. */
const content = fc.anything({
  maxDepth: 3,
  key: fc.string().filter((key) => key !== "_placeholder" && key !== "__proto__"),
  values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.uint8Array()],
});

test("[F3] a content with binary data survives both directions", () => {
  fc.assert(
    fc.property(content, (data) => {
      const { text, attachments } = outgoingFrame("message", data);
      const [frame] = taken(text, ...attachments);
      expect(frame).toMatchObject({ event: "message" });
      expect(plain(frame?.data)).toEqual(plain(data));
    }),
  );
});

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, plain(own)]));
}

test("frames without binary data are complete at once", () => {
  expect(taken('{"event":"ping","data":null}', '{"reply":1,"data":{"ok":true}}')).toEqual([
    { event: "ping", data: null },
    { reply: 1, data: { ok: true } },
  ]);
});

test.each(["", "{", "null", "5", "[]", '"text"'])("the text %j is an empty frame", (text) => {
  expect(taken(text)).toEqual([{}]);
});

test("binary data without an announcement is ignored", () => {
  expect(
    taken(new ArrayBuffer(1), '{"event":"x"}', new ArrayBuffer(1), new ArrayBuffer(1)),
  ).toEqual([{ event: "x" }]);
});

test("a text frame in place of binary data replaces the incomplete frame", () => {
  const first = '{"event":"x","attachments":2,"data":[{"_placeholder":true,"num":0}]}';
  const second = '{"event":"y","attachments":1,"data":{"_placeholder":true,"num":0}}';
  const bytes = new ArrayBuffer(3);
  expect(taken(first, new ArrayBuffer(1), second, bytes)).toEqual([
    { event: "y", attachments: 1, data: bytes },
  ]);
});

test("a placeholder without binary data becomes undefined", () => {
  const text = '{"event":"x","attachments":1,"data":[{"_placeholder":true,"num":7}]}';
  expect(taken(text, new ArrayBuffer(1))[0]?.data).toEqual([undefined]);
});
