import type { BrowserName } from "./browsers.ts";
import type { Options } from "./options.ts";

/** The circumstances of a join. */
export interface Situation {
  readonly browser: BrowserName;
  /** The round-trip time to the server, in milliseconds, without that of the loopback interface. */
  readonly delayMs: number;
  /** 2: one peer waits and one joins. 3: all join at the same moment. */
  readonly peers: number;
}

export function situationsOf({ browsers, delaysMs, peers }: Options): readonly Situation[] {
  return browsers.flatMap((browser) =>
    delaysMs.flatMap((delayMs) => peers.map((peers) => ({ browser, delayMs, peers }))),
  );
}

export function titleOf({ browser, delayMs, peers }: Situation): string {
  const way = peers === 2 ? "one peer joins a waiting peer" : `${peers} peers join at once`;
  const name = { chromium: "Chromium", firefox: "Firefox" }[browser];
  return `${name}, ${delayMs} ms to the server and back, ${way}`;
}
