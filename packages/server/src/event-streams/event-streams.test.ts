import { expect, test } from "vitest";
import { memoryCluster } from "../cluster/memory-cluster.ts";
import type { Fact } from "../telemetry/fact.ts";
import { EventSource } from "./event-source.ts";
import { type EventReader, EventStreams } from "./event-streams.ts";
import type { StreamEvent } from "./stream-event.ts";

/** Returns a node with its streams. */
function newNode(cluster = memoryCluster()) {
  const node = cluster.join({ card: {}, graceMs: 0, report: () => {} });
  const source = new EventSource();
  const report = source.observing(() => {});
  return { node, report, streams: new EventStreams(source, node) };
}

/** A message whose kind is read only if somebody watches the room. */
function message(room: string) {
  const read = { times: 0 };
  const fact: Fact = {
    type: "message.relayed",
    gateway: "socketio",
    room,
    from: "ada",
    target: "bob",
    countBytes: () => 1,
    kindOf: () => {
      read.times += 1;
      return "offer";
    },
  };
  return { fact, read };
}

/** Returns the next events, without the counts of each second. */
async function nextOf(reader: EventReader): Promise<readonly StreamEvent[]> {
  for (;;) {
    const events = (await reader.next()).filter(({ type }) => type !== "counts");
    if (events.length > 0) return events;
  }
}

test("[N18] a message is examined once, and only while its room is watched on any node", async () => {
  const cluster = memoryCluster();
  const one = newNode(cluster);
  const two = newNode(cluster);
  const { fact, read } = message("attic");
  two.report(fact);
  const readers = [
    one.streams.open({ room: "attic" }),
    one.streams.open({ room: "attic" }),
    one.streams.open({ room: "cellar" }),
    one.streams.open({}),
  ];
  for (const reader of readers) expect(await nextOf(reader)).toMatchObject([{ nodes: 2 }]);
  expect(read.times).toBe(0);
  two.report(fact);
  expect(read.times).toBe(1);
  for (const reader of readers.slice(0, 2)) {
    expect(await nextOf(reader)).toMatchObject([
      { type: "message.relayed", node: two.node.id, from: "ada", target: "bob", kind: "offer" },
    ]);
  }
  for (const reader of readers) reader.close();
  await expect
    .poll(() => {
      read.times = 0;
      two.report(fact);
      return read.times;
    })
    .toBe(0);
});

test("[N19] a slow consumer of another node misses events, and receives their number", async () => {
  const cluster = memoryCluster();
  const one = newNode(cluster);
  const two = newNode(cluster);
  const reader = one.streams.open({ room: "attic" });
  await nextOf(reader);
  const { fact } = message("attic");
  for (let count = 0; count < 1_010; count += 1) two.report(fact);
  const events: StreamEvent[] = [];
  while (events.at(-1)?.type !== "events.dropped") events.push(...(await nextOf(reader)));
  const messages = events.filter(({ type }) => type === "message.relayed");
  const counted = Number(events.at(-1)?.["events"]);
  // Counts may be among the dropped events.
  expect(messages.length + counted).toBeGreaterThanOrEqual(1_010);
  expect(messages.length).toBeGreaterThan(990);
  reader.close();
});
