import { longestMs } from "../base/timer.ts";

export interface TokenRefreshOptions {
  /** Sends a new token to the server. Resolves with its expiry in milliseconds since the epoch; `undefined`: no further refresh. */
  readonly refresh: (expiresAtMs: number) => Promise<number | undefined>;
}

/** The part of its remaining lifetime after which a token is refreshed. */
const usedPart = 0.8;

/** Minimum interval between refreshes, in milliseconds, for clients with a wrong clock. */
const leastMs = 1_000;

/** Refreshes each token before it expires. */
export class TokenRefresh {
  readonly #options: TokenRefreshOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TokenRefreshOptions) {
    this.#options = options;
  }

  /** Schedules the refresh for a token with this expiry, in milliseconds since the epoch. Replaces an earlier schedule. */
  schedule(expiresAtMs: number | undefined): void {
    this.stop();
    if (expiresAtMs === undefined) return;
    const { refresh } = this.#options;
    const delayMs = Math.max((expiresAtMs - Date.now()) * usedPart, leastMs);
    const timer = setTimeout(
      () =>
        void refresh(expiresAtMs).then((next) => {
          if (this.#timer === timer) this.schedule(next);
        }),
      Math.min(delayMs, longestMs),
    );
    this.#timer = timer;
  }

  /** Stops the schedule. A pending refresh does not continue it. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
