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

test("each token is refreshed after four fifths of its remaining lifetime", async () => {
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

test("a refresh that was pending when the schedule was stopped does not continue it", async () => {
  const answers: ((end: number) => void)[] = [];
  const refresh = vi.fn(() => new Promise<number>((resolve) => answers.push(resolve)));
  const timer = new TokenRefresh({ refresh });
  timer.schedule(10_000);
  await vi.advanceTimersByTimeAsync(8_000);
  timer.stop();
  answers[0]?.(10_000);
  await vi.advanceTimersByTimeAsync(day);
  expect(refresh).toHaveBeenCalledTimes(1);
});

test("a token without an expiry is not refreshed", async () => {
  const { refresh, timer } = counted(() => undefined);
  timer.schedule(undefined);
  await vi.advanceTimersByTimeAsync(100 * day);
  expect(refresh).not.toHaveBeenCalled();
});

test("a wrong clock causes at most one refresh per second", async () => {
  const { refresh, timer } = counted((end) => end);
  timer.schedule(-day);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(refresh).toHaveBeenCalledTimes(10);
  timer.stop();
});

test("an expiry beyond the maximum delay of a timer does not fire at once", async () => {
  const { refresh, timer } = counted(() => undefined);
  timer.schedule(1_000 * day);
  await vi.advanceTimersByTimeAsync(20 * day);
  expect(refresh).not.toHaveBeenCalled();
});
