import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MemoryWorld } from "./storm/memory-world.ts";
import { Storm } from "./storm/storm.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const seeds = Array.from({ length: 20 }, (_, index) => 1 + index);

describe("servers and clients of one process in a storm of faults", () => {
  test.each(seeds)(
    "[U4] [U5] no session is lost, no message arrives twice or out of order, and all rosters are true again, seed %i",
    async (seed) => {
      const storm = new Storm(new MemoryWorld(), seed);
      await storm.run(300);
      expect([...storm.problems, ...storm.losses], storm.story).toEqual([]);
    },
  );
});
