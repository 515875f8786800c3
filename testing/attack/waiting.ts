import { setTimeout } from "node:timers/promises";
import type { Field } from "./attack.ts";

/** Waits until it is so, or the time is over. Returns whether it is. */
export async function until(isSo: () => boolean, seconds: number): Promise<boolean> {
  const endMs = performance.now() + seconds * 1_000;
  while (!isSo() && performance.now() < endMs) await setTimeout(50);
  return isSo();
}

/** Lets healthy peers come in, one after the other, while something goes on. The slowest one's milliseconds. */
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
    // Who cannot come in at all waits for ever.
    const tookMs = await Promise.race([
      canary.newcomer().catch(() => Number.POSITIVE_INFINITY),
      setTimeout(30_000, Number.POSITIVE_INFINITY, { ref: false }),
    ]);
    slowest = Math.max(slowest, tookMs);
    await Promise.race([over, setTimeout(200)]);
  }
  return slowest;
}
