import type { AskedService, Report } from "../telemetry/fact.ts";

/** One question to a service. */
export interface Asked {
  /** Reports the end of the question; `isAnswered`: the response can be used. */
  ended(isAnswered: boolean): void;
}

/** Begins to measure how long a service takes to respond. */
export function askedService(asked: AskedService, report: Report): Asked {
  const sinceMs = performance.now();
  return {
    ended: (isAnswered) => {
      const seconds = (performance.now() - sinceMs) / 1_000;
      report({ type: "authentication.asked", asked, isAnswered, seconds });
    },
  };
}
