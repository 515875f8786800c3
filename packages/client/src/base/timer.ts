import type { Unsubscribe } from "./emitter.ts";

/** Calls `act` once after `delayMs` milliseconds. Returns a function that cancels the call. */
export type Timer = (delayMs: number, act: () => void) => Unsubscribe;

/** Uses `setTimeout`. */
export const systemTimer: Timer = (delayMs, act) => {
  const timer = setTimeout(act, delayMs);
  return () => clearTimeout(timer);
};
