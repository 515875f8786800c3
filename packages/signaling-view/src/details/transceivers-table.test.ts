import { expect, test } from "vitest";
import { codecWords } from "./transceivers-table.ts";

test.each([
  ["none", undefined],
  ["VP8", { sent: ["VP8"], received: ["VP8"] }],
  ["sends VP8, receives H264", { sent: ["VP8"], received: ["H264"] }],
  ["receives opus", { sent: [], received: ["opus"] }],
])("the codecs are: %s", (words, codecs) => {
  expect(codecWords(codecs)).toBe(words);
});
