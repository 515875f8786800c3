import { longestMs } from "./timer.ts";

/** Resolves when the promise settles, or after the given milliseconds. Clears its timer. */
export async function settledWithin(
  milliseconds: number,
  promise: Promise<unknown>,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, Math.min(milliseconds, longestMs));
  });
  await Promise.race([promise, late]).catch(() => {});
  clearTimeout(timer);
}
