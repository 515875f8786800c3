import type { Unsubscribe } from "./emitter.ts";

/** Calls back once, in so many milliseconds, unless what it returned is called before. */
export type Timer = (delayMs: number, act: () => void) => Unsubscribe;

/** By the clock of the machine. */
export const systemTimer: Timer = (delayMs, act) => {
  const timer = setTimeout(act, delayMs);
  return () => clearTimeout(timer);
};
