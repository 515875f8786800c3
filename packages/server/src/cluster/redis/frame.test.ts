import fc from "fast-check";
import { expect, test } from "vitest";
import type { Message } from "../message-bus.ts";
import { frameIn, frameText, messageText, receiptsText } from "./frame.ts";

const text = fc.string({ unit: "binary" });
const part = fc.oneof(text, fc.uint8Array());
const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({
    type: fc.constant("question" as const),
    id: fc.option(fc.nat(), { nil: undefined }),
    topic: fc.constantFrom("relay", "id-conflict"),
    question: text,
    parts: fc.array(part, { maxLength: 4 }),
  }),
  fc.record({
    type: fc.constantFrom("answer" as const, "refusal" as const),
    id: fc.nat(),
    value: text,
  }),
);

test("a frame carries every message unchanged", () => {
  fc.assert(
    fc.property(fc.array(message), fc.nat(), (messages, sentAtMs) => {
      const sent = frameText("node-1", sentAtMs, messages.map(messageText));
      // As it arrives: UTF-8 does not carry unpaired surrogates.
      const frame = frameIn(Buffer.from(sent).toString());
      const plain = frame?.messages.map((one) =>
        one.type === "question" ? { ...one, parts: one.parts.map(plainPart) } : one,
      );
      const expected = messages.map((one) =>
        one.type === "question" ? { ...one, parts: one.parts.map(plainPart) } : one,
      );
      expect({ ...frame, messages: plain }).toEqual({
        from: "node-1",
        sentAtMs,
        messages: expected,
      });
    }),
  );
});

test("receipts of several questions arrive as their answers", () => {
  const sent = frameText("node", 1, [
    receiptsText([3, 1_000_000]),
    messageText({ type: "refusal", id: 2, value: "{}" }),
    receiptsText([4]),
  ]);
  expect(frameIn(sent)?.messages).toEqual([
    { type: "answer", id: 3, value: "null" },
    { type: "answer", id: 1_000_000, value: "null" },
    { type: "refusal", id: 2, value: "{}" },
    { type: "answer", id: 4, value: "null" },
  ]);
  for (const wrong of [
    "n\t\n",
    "n\t1,\n",
    "n\t1",
    "n\t1\t2\n",
    "n\tx\n",
    `n\t${"9".repeat(16)}\n`,
  ]) {
    expect(frameIn(frameText("node", 1, [wrong])), wrong).toBeUndefined();
  }
});

test("a text that is no frame is no frame, wherever it was changed", () => {
  const sent = frameText("node", 1, [
    messageText({ type: "question", id: 1, topic: "relay", question: "{}", parts: ["text"] }),
    messageText({ type: "answer", id: 2, value: "null" }),
  ]);
  expect(frameIn(sent)?.messages).toHaveLength(2);
  for (let end = 0; end < sent.length; end += 1) {
    const cut = frameIn(sent.slice(0, end));
    // A frame may end after a whole message.
    if (cut) expect(cut.messages.length).toBeLessThan(2);
  }
  for (const [from, to] of [
    ["f\r", "g\r"],
    ["node\r1", "node\rx"],
    ["node\r1", `${"n".repeat(65)}\r1`],
    ["\t2,4\n", "\t2,999999999\n"],
    ["\t2,4\n", "\t2,-4\n"],
    ["\t2,4\n", "\tb2,4\n"],
    ["\t2,4\n", "\t\n"],
    ["a\t2", "a\t"],
    ["a\t2", "z\t2"],
  ] as const) {
    expect(sent, `${from} is in the frame`).toContain(from);
    expect(frameIn(sent.replace(from, to)), `${from} → ${to}`).toBeUndefined();
  }
});

function plainPart(part: string | Uint8Array): unknown {
  return typeof part === "string" ? part : [...part];
}
