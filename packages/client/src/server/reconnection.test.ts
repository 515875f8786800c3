import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Reconnection } from "./reconnection.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function counted(random = 1) {
  vi.spyOn(Math, "random").mockReturnValue(random);
  let attempts = 0;
  const reconnection = new Reconnection({
    connect: () => {
      attempts += 1;
    },
  });
  return { reconnection, attempts: () => attempts };
}

test("the first attempt starts at once, later attempts start after 0.5 to 20 s", () => {
  for (const [random, expectedMs] of [
    [0, [0, 500, 500, 500, 500, 500, 500, 500]],
    [1, [0, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]],
  ] as const) {
    const { reconnection, attempts } = counted(random);
    for (const [index, delayMs] of expectedMs.entries()) {
      reconnection.again();
      if (delayMs > 0) vi.advanceTimersByTime(delayMs - 1);
      expect(attempts()).toBe(index);
      vi.advanceTimersByTime(1);
      expect(attempts()).toBe(index + 1);
    }
  }
});

test("a lasting connection resets the delay, a short one counts as a failure", () => {
  const { reconnection, attempts } = counted();
  reconnection.again();
  reconnection.again();
  vi.advanceTimersByTime(1_000);
  reconnection.succeeded();
  vi.advanceTimersByTime(4_999);
  reconnection.again();
  vi.advanceTimersByTime(1_999);
  expect(attempts()).toBe(1);
  vi.advanceTimersByTime(1);
  expect(attempts()).toBe(2);
  reconnection.succeeded();
  vi.advanceTimersByTime(5_000);
  reconnection.again();
  vi.advanceTimersByTime(0);
  expect(attempts()).toBe(3);
});

test("a move at the request of the server is immediate after a connection of 0.5 s, a shorter one counts as a failure", () => {
  const { reconnection, attempts } = counted();
  reconnection.again();
  reconnection.again();
  vi.advanceTimersByTime(1_000);
  expect(attempts()).toBe(1);
  reconnection.succeeded();
  vi.advanceTimersByTime(499);
  reconnection.again(0, true);
  vi.advanceTimersByTime(1_999);
  expect(attempts()).toBe(1);
  vi.advanceTimersByTime(1);
  expect(attempts()).toBe(2);
  reconnection.succeeded();
  vi.advanceTimersByTime(500);
  reconnection.again(0, true);
  vi.advanceTimersByTime(0);
  expect(attempts()).toBe(3);
});

test("`hurry` does not shorten the time that the server asked for", () => {
  const { reconnection, attempts } = counted();
  reconnection.again(5_000);
  vi.advanceTimersByTime(1_000);
  reconnection.hurry();
  vi.advanceTimersByTime(3_999);
  expect(attempts()).toBe(0);
  vi.advanceTimersByTime(1);
  expect(attempts()).toBe(1);
});

test("`hurry` shortens a scheduled wait, and schedules nothing by itself", () => {
  const { reconnection, attempts } = counted();
  reconnection.hurry();
  vi.advanceTimersByTime(60_000);
  expect(attempts()).toBe(0);
  reconnection.again();
  vi.advanceTimersByTime(0);
  reconnection.again();
  reconnection.hurry();
  vi.advanceTimersByTime(0);
  expect(attempts()).toBe(2);
});

test("no attempt starts after `stop`", () => {
  const { reconnection, attempts } = counted();
  reconnection.again();
  reconnection.stop();
  vi.advanceTimersByTime(60_000);
  expect(attempts()).toBe(0);
});
