import { expect, test } from "vitest";
import { labelOf, sentenceOf } from "./sentences.ts";
import { Sequence } from "./sequence.ts";

const event = (type: string, fields: object = {}) => {
  return { type, at: "2026-01-01T10:00:00.000Z", node: "one", room: "attic", ...fields };
};

const offer = event("message.relayed", { from: "bob", target: "ada", kind: "offer", bytes: 1_840 });

test("each peer has a column, and a message is an arrow between two of them", () => {
  const sequence = new Sequence();
  sequence.begin(["ada"]);
  sequence.add(event("peer.joined", { peerId: "bob" }));
  sequence.add(offer);
  expect(sequence.peers).toEqual(["ada", "bob"]);
  expect(sequence.rows.map(({ from, to }) => [from, to])).toEqual([
    [1, []],
    [1, [0]],
  ]);
});

test("a message to all points to the peers that are in the room at that time", () => {
  const sequence = new Sequence();
  sequence.begin(["ada", "bob", "cleo"]);
  sequence.add(event("peer.left", { peerId: "cleo" }));
  sequence.add(event("message.broadcast", { from: "ada", recipients: 1, kind: "other", bytes: 2 }));
  expect(sequence.rows.at(-1)).toMatchObject({ from: 0, to: [1] });
  sequence.clear();
  expect([sequence.peers, sequence.rows]).toEqual([["ada", "bob"], []]);
});

test("an event that arrives late is inserted at its time", () => {
  const sequence = new Sequence();
  const at = (milliseconds: number) => ({ at: `2026-01-01T10:00:00.${milliseconds}Z` });
  sequence.add({ ...offer, ...at(200) });
  sequence.add({ ...offer, ...at(300) });
  sequence.add(event("peer.joined", { peerId: "cleo", node: "two", ...at(250) }));
  expect(sequence.rows.map(({ id }) => id)).toEqual([0, 2, 1]);
});

test("earlier rows are forgotten, and ids remain unique", () => {
  const sequence = new Sequence();
  for (let count = 0; count < 510; count += 1) sequence.add(offer);
  expect(sequence.rows).toHaveLength(500);
  expect([sequence.rows[0]?.id, sequence.rows.at(-1)?.id]).toEqual([10, 509]);
});

test.each([
  [offer, "bob sent offer, 1.8 kB to ada"],
  [event("peer.kicked", { peerId: "ada" }), "ada was removed from attic with the admin token"],
  [
    event("ban.added", { kind: "identity", value: "eve", actor: "root" }),
    "identity eve was banned by root",
  ],
  [event("events.dropped", { events: 1 }), "missing here: 1 event, because there were too many"],
  [event("counts"), undefined],
  [event("toString"), undefined],
])("an event is a sentence", (given, sentence) => {
  expect(sentenceOf(given)).toBe(sentence);
});

test("a refusal is labeled with its code", () => {
  const refused = event("request.refused", {
    peerId: "bob",
    event: "messageOne",
    code: "peer-away",
  });
  expect(labelOf(refused)).toBe("messageOne refused: peer-away");
});
