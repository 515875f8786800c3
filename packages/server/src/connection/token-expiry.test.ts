import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TokenExpiry } from "./token-expiry.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

const day = 86_400_000;

function counted() {
  const expired = vi.fn();
  return { expired, expiry: new TokenExpiry({ graceSeconds: 25, expired }) };
}

test("an identity expires once, 25 s after its expiry", async () => {
  const { expired, expiry } = counted();
  expiry.watch({ expiresAtMs: 10_000 });
  await vi.advanceTimersByTimeAsync(34_999);
  expect(expired).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(day);
  expect(expired).toHaveBeenCalledTimes(1);
});

test("an expiry in the past leaves the full grace period", async () => {
  const { expired, expiry } = counted();
  expiry.watch({ expiresAtMs: -20_000 });
  await vi.advanceTimersByTimeAsync(24_999);
  expect(expired).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(expired).toHaveBeenCalledTimes(1);
});

test("an expiry beyond the maximum delay of a timer works", async () => {
  const { expired, expiry } = counted();
  expiry.watch({ expiresAtMs: 60 * day });
  await vi.advanceTimersByTimeAsync(60 * day);
  expect(expired).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(25_000);
  expect(expired).toHaveBeenCalledTimes(1);
});

test("only the last watched identity expires, and none after a stop", async () => {
  const { expired, expiry } = counted();
  expiry.watch({ expiresAtMs: 1 });
  expiry.watch({});
  await vi.advanceTimersByTimeAsync(day);
  expiry.watch({ expiresAtMs: 2 * day });
  expiry.stop();
  await vi.advanceTimersByTimeAsync(9 * day);
  expect(expired).not.toHaveBeenCalled();
});
