import { expect, test } from "vitest";
import type { Timer } from "../base/timer.ts";
import { type Sender, SendScheduler } from "./send-scheduler.ts";

/** Time stands still: the test calls the function that a timer would call. */
function stopped() {
  const pauses: { delayMs: number; act: () => void }[] = [];
  const timer: Timer = (delayMs, act) => {
    const pause = { delayMs, act };
    pauses.push(pause);
    return () => pauses.splice(pauses.indexOf(pause), 1);
  };
  const passOne = () => pauses.shift()?.act();
  return { pauses, passOne, timer };
}

/** A sender with the given number of messages, which records its turns. The test controls the replies of the server. */
function recorded(log: string[], name: string, messages: number) {
  const answers: ((retryAfterMs?: number) => void)[] = [];
  let left = messages;
  const sender: Sender = {
    takeTurn: () => {
      if (left === 0) return undefined;
      left -= 1;
      log.push(name);
      return new Promise((resolve) => answers.push(resolve));
    },
  };
  return { sender, answers };
}

test("senders share the limit of unanswered messages, and take turns", async () => {
  const scheduler = new SendScheduler(stopped().timer);
  const log: string[] = [];
  const [ada, bob] = [recorded(log, "ada", 40), recorded(log, "bob", 40)];
  scheduler.ask(ada.sender);
  scheduler.ask(bob.sender);
  expect(log.length).toBe(32);
  for (const answer of ada.answers.splice(0, 4)) answer();
  await Promise.resolve();
  expect(log.slice(32).sort()).toEqual(["ada", "ada", "bob", "bob"]);
});

test("after a refusal messages are paced until no sender waits, and then unlimited again", async () => {
  const { pauses, passOne, timer } = stopped();
  const scheduler = new SendScheduler(timer);
  const log: string[] = [];
  const ada = recorded(log, "ada", 34);
  scheduler.ask(ada.sender);
  ada.answers[0]?.(50);
  await Promise.resolve();
  expect([log.length, pauses.map(({ delayMs }) => delayMs)]).toEqual([32, [50]]);
  passOne();
  expect([log.length, pauses.map(({ delayMs }) => delayMs)]).toEqual([33, [50]]);
  for (const answer of ada.answers) answer();
  await Promise.resolve();
  passOne();
  expect(log.length).toBe(34);
  passOne();
  const bob = recorded(log, "bob", 10);
  scheduler.ask(bob.sender);
  expect(log.length).toBe(44);
  expect(pauses).toEqual([]);
});

test("a sender that left gets no turn, and replies of an earlier connection are ignored", async () => {
  const scheduler = new SendScheduler(stopped().timer);
  const log: string[] = [];
  const [ada, bob] = [recorded(log, "ada", 32), recorded(log, "bob", 1)];
  scheduler.ask(ada.sender);
  scheduler.ask(bob.sender);
  scheduler.leave(bob.sender);
  scheduler.restart();
  expect(log).not.toContain("bob");
  scheduler.ask(bob.sender);
  expect(log).toContain("bob");
  for (const answer of ada.answers) answer(1_000);
  await Promise.resolve();
  const eve = recorded(log, "eve", 1);
  scheduler.ask(eve.sender);
  expect(log).toContain("eve");
});
