import type { Off } from "./emitter.ts";

/** Calls back once, in so many milliseconds, unless what it returned is called before. */
export type Later = (delayMs: number, act: () => void) => Off;

/** By the clock of the machine. */
export const later: Later = (delayMs, act) => {
  const timer = setTimeout(act, delayMs);
  return () => clearTimeout(timer);
};
