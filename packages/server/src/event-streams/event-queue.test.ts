import { expect, test } from "vitest";
import { EventQueue, mostWaiting } from "./event-queue.ts";
import type { StreamEvent } from "./stream-event.ts";

const event = (type: string, fields: object = {}): StreamEvent => {
  return { type, at: "2026-01-01T00:00:00.000Z", node: "one", ...fields };
};

const newQueue = () => new EventQueue((events) => event("events.dropped", { events }));

test("[N19] a slow consumer misses the latest events, and receives their number", () => {
  const queue = newQueue();
  for (let index = 0; index < mostWaiting + 7; index += 1) queue.put(event(`${index}`));
  const taken = queue.take();
  expect(taken).toHaveLength(mostWaiting + 1);
  expect(taken.at(-2)?.type).toBe(`${mostWaiting - 1}`);
  expect(taken.at(-1)).toEqual(event("events.dropped", { events: 7 }));
  queue.put(event("next"));
  expect(queue.take()).toEqual([event("next")]);
  expect(queue.take()).toEqual([]);
});

test("a reader waits for the next events, and for the end", async () => {
  const queue = newQueue();
  const first = queue.next();
  queue.put(event("a"));
  queue.put(event("b"));
  expect(await first).toEqual([event("a"), event("b")]);
  const second = queue.next();
  queue.close();
  expect(await second).toEqual([]);
  queue.put(event("late"));
  expect(await queue.next()).toEqual([event("late")]);
  expect(await queue.next()).toEqual([]);
});
