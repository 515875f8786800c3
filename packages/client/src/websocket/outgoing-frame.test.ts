import { expect, test } from "vitest";
import { outgoingFrame } from "./outgoing-frame.ts";

test("[F2] an event is a JSON object, with an id if a reply is requested", () => {
  expect(outgoingFrame("presence", undefined).text).toBe('{"event":"presence"}');
  expect(outgoingFrame("presence", undefined, 3).text).toBe('{"event":"presence","id":3}');
  expect(outgoingFrame("message", { message: "é" }, 4)).toEqual({
    text: '{"event":"message","id":4,"data":{"message":"é"}}',
    attachments: [],
    bytes: 50,
  });
});

test("[F3] binary data follows in frames of its own, unchanged", () => {
  const buffer = Uint8Array.of(1, 2, 3, 4).buffer;
  const parts = [buffer, new Uint8Array(buffer, 1, 2), Buffer.from([5]), new Blob(["678"])];
  const { text, attachments, bytes } = outgoingFrame("message", { message: parts });
  expect(JSON.parse(text)).toEqual({
    event: "message",
    attachments: 4,
    data: { message: parts.map((_, num) => ({ _placeholder: true, num })) },
  });
  expect(attachments).toEqual(parts);
  expect(bytes).toBe(text.length + 4 + 2 + 1 + 3);
});

test("data that JSON cannot represent is an error", () => {
  const circular: unknown[] = [];
  circular.push(circular);
  expect(() => outgoingFrame("message", circular)).toThrow();
  expect(() => outgoingFrame("message", 1n)).toThrow();
});
