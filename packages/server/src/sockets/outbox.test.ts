import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { Outbox } from "./outbox.ts";

/** A stream that records the sizes of its writes, each of which stands for a system call. */
function recording() {
  const calls: number[] = [];
  const stream = new Writable({
    writev: (chunks, done) => {
      calls.push(chunks.reduce((sum, { chunk }) => sum + chunk.length, 0));
      done();
    },
  });
  return { calls, socket: stream as unknown as Parameters<Outbox["write"]>[0] };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test("frames of one turn of the event loop are one write for each socket", async () => {
  const outbox = new Outbox();
  const [one, other] = [recording(), recording()];
  for (const { socket } of [one, other, one, other, one]) outbox.write(socket, Buffer.alloc(10));
  expect([one.calls, other.calls]).toEqual([[], []]);
  await nextTurn();
  expect([one.calls, other.calls]).toEqual([[30], [20]]);
});

test("frames that others write to a socket are collected, too, once its outbox knows it", async () => {
  const outbox = new Outbox();
  const { calls, socket } = recording();
  outbox.collect(socket);
  socket.write(Buffer.alloc(20));
  outbox.write(socket, Buffer.alloc(10));
  await Promise.resolve();
  outbox.write(socket, Buffer.alloc(10));
  expect(calls).toEqual([]);
  await nextTurn();
  expect(calls).toEqual([40]);
});

test("large frames are written at once, so that a client that reads is no slow consumer", () => {
  const outbox = new Outbox();
  const { calls, socket } = recording();
  for (let left = 20; left > 0; left -= 1) outbox.write(socket, Buffer.alloc(60_000));
  expect(calls.length).toBeGreaterThanOrEqual(10);
  expect(socket.writableLength).toBeLessThan(65_536);
});
