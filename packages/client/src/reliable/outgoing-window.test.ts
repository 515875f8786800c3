import { expect, test } from "vitest";
import { OutgoingWindow } from "./outgoing-window.ts";

const noFate = { resolve: () => {}, reject: () => {} };

function windowWith(contents: number): OutgoingWindow {
  const window = new OutgoingWindow();
  for (let index = 0; index < contents; index += 1) window.add(index, noFate);
  return window;
}

/** All that is to be sent now, each with the number of the one before: `2 after 1`. */
function sent(window: OutgoingWindow): string[] {
  const all: string[] = [];
  for (let next = window.next(); next; next = window.next()) {
    all.push(`${next.outgoing.number} after ${next.previous}`);
  }
  return all;
}

/** Sends until this one, and gives it. */
function sendTo(window: OutgoingWindow, number: number) {
  let next = window.next();
  while (next && next.outgoing.number !== number) next = window.next();
  if (!next) throw new Error(`${number} is not there`);
  return next.outgoing;
}

const codeOf = (code: string) => expect.objectContaining({ code });

test("contents are sent once and in order, until they are marked to be sent again", () => {
  const window = windowWith(3);
  expect(sent(window)).toEqual(["1 after 0", "2 after 1", "3 after 2"]);
  expect(sent(window)).toEqual([]);
  window.goBackTo();
  expect(sent(window)).toEqual(["1 after 0", "2 after 1", "3 after 2"]);
});

test("acknowledged contents are removed; reordered or future acknowledgements change nothing", () => {
  const window = windowWith(4);
  sent(window);
  expect(window.acknowledge(2).map(({ number }) => number)).toEqual([1, 2]);
  expect(window.acknowledge(1)).toEqual([]);
  expect(window.acknowledge(5)).toEqual([]);
  window.goBackTo();
  expect(sent(window)).toEqual(["3 after 2", "4 after 3"]);
});

test("an acknowledged content is not sent again", () => {
  const window = windowWith(3);
  sent(window);
  window.goBackTo();
  window.acknowledge(2);
  expect(sent(window)).toEqual(["3 after 2"]);
});

test("the content after a given-up number carries its predecessor, and is sent again", () => {
  const window = windowWith(4);
  const second = sendTo(window, 2);
  sent(window);
  window.giveUp(second);
  expect(sent(window)).toEqual(["3 after 1", "4 after 3"]);
});

test("the predecessor of a given-up first content is the last acknowledged content", () => {
  const window = windowWith(3);
  const first = sendTo(window, 1);
  window.giveUp(first);
  window.giveUp(sendTo(window, 2));
  expect(sent(window)).toEqual(["3 after 0"]);
});

test("going back to a removed content changes nothing", () => {
  const window = windowWith(2);
  const first = sendTo(window, 1);
  sent(window);
  window.acknowledge(1);
  window.goBackTo(first);
  expect(sent(window)).toEqual([]);
});

test("128 contents fill the window, and an acknowledgement makes room", () => {
  const window = windowWith(128);
  expect(() => window.add("one more", noFate)).toThrow(codeOf("unavailable"));
  window.acknowledge(1);
  window.add("one more", noFate);
  expect(window.size).toBe(128);
});

test("256 KiB fill the window; a larger content never fits", () => {
  const window = new OutgoingWindow();
  const kibibytes = (count: number) => "x".repeat(count * 1_024 - 2);
  window.add(kibibytes(200), noFate);
  window.add(kibibytes(56), noFate);
  expect(() => window.add("", noFate)).toThrow(codeOf("unavailable"));
  expect(() => window.add(kibibytes(257), noFate)).toThrow(codeOf("too-large"));
  window.clear();
  window.add(kibibytes(256), noFate);
  expect(window.size).toBe(1);
});

test("[A10] [case S4] a content over the present limit of the server never fits", () => {
  let mostBytes = 1_000;
  const window = new OutgoingWindow(() => mostBytes);
  const bytes = (count: number) => "x".repeat(count - 2);
  window.add(bytes(1_000), noFate);
  expect(() => window.add(bytes(1_001), noFate)).toThrow(codeOf("too-large"));
  mostBytes = 1_001;
  window.add(bytes(1_001), noFate);
  expect(sent(window)).toEqual(["1 after 0", "2 after 1"]);
});
