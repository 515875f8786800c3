import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TokenRefresh } from "./token-refresh.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

const day = 86_400_000;

function counted(next: (end: number) => number | undefined) {
  const refresh = vi.fn((end: number) => Promise.resolve(next(end)));
  return { refresh, timer: new TokenRefresh({ refresh }) };
}

test("a token is refreshed when four fifths of its time are used, and so is the next", async () => {
  const { refresh, timer } = counted(() => Date.now() + 10_000);
  timer.schedule(10_000);
  await vi.advanceTimersByTimeAsync(7_999);
  expect(refresh).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(refresh).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(8_000);
  expect(refresh).toHaveBeenCalledTimes(2);
  timer.stop();
  await vi.advanceTimersByTimeAsync(day);
  expect(refresh).toHaveBeenCalledTimes(2);
});

test("without an end nothing is refreshed", async () => {
  const { refresh, timer } = counted(() => undefined);
  timer.schedule(undefined);
  await vi.advanceTimersByTimeAsync(100 * day);
  expect(refresh).not.toHaveBeenCalled();
});

test("a clock that is wrong makes no more than one refresh a second", async () => {
  const { refresh, timer } = counted((end) => end);
  timer.schedule(-day);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(refresh).toHaveBeenCalledTimes(10);
  timer.stop();
});

test("an end further away than a timer can wait is not taken for now", async () => {
  const { refresh, timer } = counted(() => undefined);
  timer.schedule(1_000 * day);
  await vi.advanceTimersByTimeAsync(20 * day);
  expect(refresh).not.toHaveBeenCalled();
});
