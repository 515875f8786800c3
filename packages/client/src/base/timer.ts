import type { Unsubscribe } from "./emitter.ts";

/** Calls `act` once after `delayMs` milliseconds. Returns a function that cancels the call. */
export type Timer = (delayMs: number, act: () => void) => Unsubscribe;

/** The maximum delay of `setTimeout`, in milliseconds. Longer delays fire at once. */
export const longestMs = 2 ** 31 - 1;

/** Uses `setTimeout`. */
export const systemTimer: Timer = (delayMs, act) => {
  const timer = setTimeout(act, delayMs);
  return () => clearTimeout(timer);
};
