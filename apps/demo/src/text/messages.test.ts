import { expect, test } from "vitest";
import { longestName, longestText, messageOf } from "./messages.ts";

test("a profile and a text are parsed as they were sent", () => {
  const profile = { type: "profile", name: "Ada", hasMicrophoneOn: true, screen: "{1}" };
  expect(messageOf(JSON.stringify(profile))).toEqual(profile);
  expect(messageOf('{"type":"text","text":"hello"}')).toEqual({ type: "text", text: "hello" });
});

test("long values are truncated", () => {
  const name = "a".repeat(100);
  const text = "b".repeat(10_000);
  expect(messageOf(JSON.stringify({ type: "profile", name }))).toMatchObject({
    name: name.slice(0, longestName),
    hasMicrophoneOn: false,
  });
  expect(messageOf(JSON.stringify({ type: "text", text }))).toMatchObject({
    text: text.slice(0, longestText),
  });
});

test.each([
  ["no JSON", "{"],
  ["null", "null"],
  ["another type", '{"type":"dance"}'],
  ["a text of spaces", '{"type":"text","text":"  "}'],
  ["a name that is a number", '{"type":"profile","name":1}'],
  ["binary", new ArrayBuffer(4)],
])("%s is not a message", (_, data) => {
  expect(messageOf(data)).toBeUndefined();
});
