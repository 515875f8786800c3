import { setTimeout } from "node:timers/promises";
import type { Field } from "./attack.ts";

/** Waits for a condition or the time limit. Returns whether the condition is met. */
export async function until(isSo: () => boolean, seconds: number): Promise<boolean> {
  const endMs = performance.now() + seconds * 1_000;
  while (!isSo() && performance.now() < endMs) await setTimeout(50);
  return isSo();
}

/** Connects healthy peers one after the other during some work. Returns the longest time in milliseconds. */
export async function slowestNewcomer(
  { canary }: Field,
  ongoing: Promise<unknown>,
): Promise<number> {
  let isOver = false;
  const over = ongoing.then(
    () => {
      isOver = true;
    },
    () => {
      isOver = true;
    },
  );
  let slowest = 0;
  while (!isOver) {
    // A peer that cannot connect at all counts as an infinite time.
    const tookMs = await Promise.race([
      canary.newcomer().catch(() => Number.POSITIVE_INFINITY),
      setTimeout(30_000, Number.POSITIVE_INFINITY, { ref: false }),
    ]);
    slowest = Math.max(slowest, tookMs);
    await Promise.race([over, setTimeout(200)]);
  }
  return slowest;
}
