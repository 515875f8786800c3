export interface TokenRefreshOptions {
  /** Shows a new token to the server. Gives when to refresh again, as the end of a token; `undefined`: never. */
  readonly refresh: (expiresAtMs: number) => Promise<number | undefined>;
  readonly nowMs?: () => number;
}

/** What is left of a token's time when it is refreshed: a fifth. */
const usedPart = 0.8;

/** Not more often than this, however wrong the clocks are, in milliseconds. */
const leastMs = 1_000;

/** The longest time `setTimeout` can wait. */
const longestMs = 2 ** 31 - 1;

/** Refreshes a token ahead of its end, and again ahead of the end of the next. */
export class TokenRefresh {
  readonly #options: TokenRefreshOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TokenRefreshOptions) {
    this.#options = options;
  }

  /** From now on this end counts, and none before. */
  schedule(expiresAtMs: number | undefined): void {
    clearTimeout(this.#timer);
    if (expiresAtMs === undefined) return;
    const { refresh, nowMs = Date.now } = this.#options;
    const delayMs = Math.max((expiresAtMs - nowMs()) * usedPart, leastMs);
    this.#timer = setTimeout(
      () => void refresh(expiresAtMs).then((next) => this.schedule(next)),
      Math.min(delayMs, longestMs),
    );
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
