import { Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { AcceptQueue } from "./accept-queue.ts";

test("[B10] handshakes start in order of arrival, and other work runs between two groups", async () => {
  const turnstile = new AcceptQueue();
  const entered: number[] = [];
  for (let number = 0; number < 40; number += 1) {
    turnstile.pass(new Socket(), () => entered.push(number));
  }
  expect(entered).toHaveLength(0);
  const atEachTurn: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    await nextTurn();
    atEachTurn.push(entered.length);
  }
  expect(atEachTurn).toEqual([16, 32, 40]);
  expect(entered).toEqual(Array.from({ length: 40 }, (_, number) => number));
});

test("[B10] a handshake that arrives later starts, too", async () => {
  const turnstile = new AcceptQueue();
  const entered: string[] = [];
  turnstile.pass(new Socket(), () => entered.push("first"));
  await nextTurn();
  turnstile.pass(new Socket(), () => entered.push("second"));
  await nextTurn();
  expect(entered).toEqual(["first", "second"]);
});

test("[B10] a connection that closes while it waits is skipped without an error", async () => {
  const turnstile = new AcceptQueue();
  const entered: string[] = [];
  const gone = new Socket();
  turnstile.pass(gone, () => entered.push("gone"));
  gone.destroy(new Error("reset by the other end"));
  turnstile.pass(new Socket(), () => entered.push("next"));
  await nextTurn();
  expect(entered).toEqual(["next"]);
});
