import type { IceServersValue } from "simple-webrtc-signaling-protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Renewal } from "./renewal.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

function told(value: IceServersValue, random: number) {
  const atMs: number[] = [];
  const tell = () => atMs.push(Date.now());
  const renewal = new Renewal({ issue: () => value, tell, part: 0.75, random: () => random });
  return { atMs, renewal };
}

test.each([
  [0, [450_000, 900_000]],
  [1, [405_000, 810_000]],
])("credentials of 600 s are renewed after 405 to 450 s, and again (%d)", async (random, times) => {
  const { atMs, renewal } = told({ iceServers: [], ttlSeconds: 600 }, random);
  renewal.start();
  await vi.advanceTimersByTimeAsync(1_000_000);
  expect(atMs).toEqual(times);
});

test("a second start replaces the first, and after a stop nothing is sent", async () => {
  const { atMs, renewal } = told({ iceServers: [], ttlSeconds: 600 }, 0);
  renewal.start();
  renewal.start();
  await vi.advanceTimersByTimeAsync(450_000);
  renewal.stop();
  await vi.advanceTimersByTimeAsync(9_000_000);
  expect(atMs).toEqual([450_000]);
});

test("credentials that do not expire are sent once", async () => {
  const { atMs, renewal } = told({ iceServers: [] }, 0);
  renewal.start();
  await vi.advanceTimersByTimeAsync(9_000_000);
  expect(atMs).toEqual([]);
});
