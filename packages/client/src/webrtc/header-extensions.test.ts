import { expect, test } from "vitest";
import { HeaderExtensions } from "./header-extensions.ts";

const video = ["a=mid:1", "a=extmap:1 urn:toffset", "a=extmap:2 urn:time", "a=sendrecv", ""];
const audio = [
  "a=mid:2",
  "a=extmap:1/sendonly urn:level",
  "a=extmap:2 urn:time x",
  "a=sendrecv",
  "",
];

test("only extensions that contradict a rolled-back offer are removed from a description", () => {
  const extensions = new HeaderExtensions();
  expect(extensions.without(audio.join("\r\n"))).toBe(audio.join("\r\n"));
  extensions.learn(video.join("\r\n"));
  const rest = ["a=mid:2", "a=extmap:2 urn:time x", "a=sendrecv", ""];
  expect(extensions.without(audio.join("\r\n"))).toBe(rest.join("\r\n"));
  expect(extensions.without(video.join("\r\n"))).toBe(video.join("\r\n"));
});
