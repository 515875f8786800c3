import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Progress } from "./progress.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

test("progress ends only if the count has not grown for the whole time", () => {
  const progress = new Progress(1_000);
  for (let count = 1; count <= 5; count += 1) {
    vi.advanceTimersByTime(900);
    expect(progress.hasEnded(count)).toBe(false);
  }
  vi.advanceTimersByTime(900);
  expect(progress.hasEnded(3)).toBe(false);
  vi.advanceTimersByTime(200);
  expect(progress.hasEnded(5)).toBe(true);
});
