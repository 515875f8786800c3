import { expect, test } from "vitest";
import type { Timer } from "../base/timer.ts";
import { type Sender, SendScheduler } from "./send-scheduler.ts";

/** Time stands still: what is to happen later is called by hand. */
function stopped() {
  const pauses: { delayMs: number; act: () => void }[] = [];
  const later: Timer = (delayMs, act) => {
    const pause = { delayMs, act };
    pauses.push(pause);
    return () => pauses.splice(pauses.indexOf(pause), 1);
  };
  const passOne = () => pauses.shift()?.act();
  return { pauses, passOne, later };
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
  const turns = new SendScheduler(stopped().later);
  const log: string[] = [];
  const [ada, bob] = [recorded(log, "ada", 40), recorded(log, "bob", 40)];
  turns.ask(ada.sender);
  turns.ask(bob.sender);
  expect(log.length).toBe(32);
  for (const answer of ada.answers.splice(0, 4)) answer();
  await Promise.resolve();
  expect(log.slice(32).sort()).toEqual(["ada", "ada", "bob", "bob"]);
});

test("after a refusal messages are paced until no sender waits, and then unlimited again", async () => {
  const { pauses, passOne, later } = stopped();
  const turns = new SendScheduler(later);
  const log: string[] = [];
  const ada = recorded(log, "ada", 34);
  turns.ask(ada.sender);
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
  turns.ask(bob.sender);
  expect(log.length).toBe(44);
  expect(pauses).toEqual([]);
});

test("a sender that left gets no turn, and replies of an earlier connection are ignored", async () => {
  const turns = new SendScheduler(stopped().later);
  const log: string[] = [];
  const [ada, bob] = [recorded(log, "ada", 32), recorded(log, "bob", 1)];
  turns.ask(ada.sender);
  turns.ask(bob.sender);
  turns.leave(bob.sender);
  turns.restart();
  expect(log).not.toContain("bob");
  turns.ask(bob.sender);
  expect(log).toContain("bob");
  for (const answer of ada.answers) answer(1_000);
  await Promise.resolve();
  const eve = recorded(log, "eve", 1);
  turns.ask(eve.sender);
  expect(log).toContain("eve");
});
