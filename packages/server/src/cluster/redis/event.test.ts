import fc from "fast-check";
import { expect, test } from "vitest";
import type { Entry } from "../directory.ts";
import { RedisClock } from "./clock.ts";
import { storeEventIn } from "./event.ts";
import { entryIn, recordOf } from "./record.ts";

const clock = new RedisClock();
clock.learn(Date.now(), performance.now());

const entry: Entry = {
  peer: {
    peerId: "ada",
    room: "lobby",
    sessionId: "session",
    socketId: "socket",
    joinId: "join \t id",
    metadata: { text: "“\n\t\r\u0000”", large: 2 ** 53, list: [null] },
  },
  node: "node",
  generation: 1_700_000_000_000_000,
  state: "resumable",
  awayUntilMs: 0,
  subject: "a user\twith a tab",
  joinedAtMs: 1_700_000_000_000,
  proof: {
    hash: "hash",
    lastHash: undefined,
    attempt: -1,
    issued: 1,
    restored: { from: "3", continuation: "3,0" },
  },
};

function readAgain(given: Entry): Entry | undefined {
  const { room, peerId } = given.peer;
  return entryIn({ room, peerId, record: recordOf(given, clock) }, clock)?.entry;
}

test("a record keeps an entry", () => {
  expect(readAgain(entry)).toEqual(entry);
  const { proof: _, ...rest } = entry;
  const { joinId: _joinId, ...peer } = entry.peer;
  const plain: Entry = { ...rest, peer, state: "plain", subject: undefined, proof: undefined };
  expect(readAgain(plain)).toEqual(plain);
  const metadata: fc.Arbitrary<unknown> = fc.jsonValue();
  fc.assert(
    fc.property(metadata, (value) => {
      const given = { ...entry, peer: { ...entry.peer, metadata: value } };
      expect(readAgain(given)?.peer).toEqual(JSON.parse(JSON.stringify(given.peer)));
    }),
  );
});

test("the end of a grace period is kept by the clock of Redis", () => {
  const ahead = new RedisClock();
  ahead.learn(Date.now() + 90_000, performance.now());
  const away: Entry = { ...entry, state: "away", awayUntilMs: Date.now() + 30_000 };
  const record = recordOf(away, ahead);
  const { entry: read } = entryIn({ room: "lobby", peerId: "ada", record }, ahead) ?? {};
  expect(Math.abs((read?.awayUntilMs ?? 0) - away.awayUntilMs)).toBeLessThan(5);
});

test("a changed event is no event, or has names and numbers within bounds", () => {
  const record = recordOf(entry, clock);
  const joined = ["j", "lobby", "1700000000000001", "ada", record].join("\r");
  expect(storeEventIn(joined, clock)).toMatchObject({ type: "joined", number: 1700000000000001 });
  for (const garbage of [
    "",
    "j",
    "j\r",
    "s\rlobby\rx",
    "j\rlobby\r1\rada\r",
    "x\r",
    "?\rlobby\r1",
  ]) {
    expect(storeEventIn(garbage, clock), JSON.stringify(garbage)).toBeUndefined();
  }
  const character = fc.constantFrom("\r", "\n", "\t", "\u0000", "x", "-", "9", "{", '"', "");
  fc.assert(
    fc.property(fc.nat(joined.length - 1), character, (index, replacement) => {
      const changed = joined.slice(0, index) + replacement + joined.slice(index + 1);
      const event = storeEventIn(changed, clock);
      if (event?.type !== "joined") return;
      expect(event.entry.peer.peerId.length).toBeLessThanOrEqual(256);
      expect(Number.isSafeInteger(event.number)).toBe(true);
      expect(Number.isSafeInteger(event.entry.generation)).toBe(true);
    }),
  );
});

test("the event of a leave names the session, without the record", () => {
  const left = { type: "left", number: 5, room: "lobby", peerId: "ada", sessionId: "session" };
  expect(storeEventIn("l\rlobby\r5\rada\rsession", clock)).toEqual(left);
  for (const garbage of ["l\rlobby\r5\rada", "l\rlobby\r5\rada\r", "l\rlobby\rx\rada\rsession"]) {
    expect(storeEventIn(garbage, clock), JSON.stringify(garbage)).toBeUndefined();
  }
});

test("an unreadable record of a snapshot is left out", () => {
  const record = recordOf(entry, clock);
  const snapshot = ["s", "lobby", "5", "ada", record, "bob", "garbage"].join("\r");
  expect(storeEventIn(snapshot, clock)).toMatchObject({
    type: "snapshot",
    number: 5,
    entries: [{ peer: { peerId: "ada" } }],
  });
});
