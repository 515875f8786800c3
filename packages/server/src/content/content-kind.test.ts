import { expect, test } from "vitest";
import { contentKind } from "./content-kind.ts";

const kindOf = (value: unknown) => contentKind({ json: JSON.stringify(value), attachments: [] });

test.each([
  ["offer", { type: "offer", sdp: "v=0" }],
  ["answer", { description: { sdp: "v=0", type: "answer" } }],
  ["rollback", [3, { type: "rollback" }]],
  ["candidate", { candidate: "candidate:1 1 udp 1 192.0.2.1 1 typ host" }],
  ["candidate", { candidate: null }],
  ["other", { text: 'the JSON of an offer is { "type": "offer" }' }],
  ["other", { type: "chat" }],
  ["other", "candidate"],
  ["other", null],
])("the kind of a signal is %s", (kind, value) => {
  expect(kindOf(value)).toBe(kind);
});

test("white space around the colon does not change the kind", () => {
  expect(contentKind({ json: '{ "type" : "offer" }', attachments: [] })).toBe("offer");
});
