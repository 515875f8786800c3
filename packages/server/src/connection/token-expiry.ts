import type { Identity } from "../auth/identity.ts";

export interface TokenExpiryOptions {
  /** For how long a connection continues after its client's token has expired: the time to refresh it. */
  readonly graceSeconds: number;
  readonly expired: () => void;
  readonly nowMs?: () => number;
}

/** The longest time `setTimeout` can wait; more would be none at all. */
const longestMs = 2 ** 31 - 1;

/** Calls back once what a client has shown is over, and the grace time with it. */
export class TokenExpiry {
  readonly #options: TokenExpiryOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: TokenExpiryOptions) {
    this.#options = options;
  }

  /**
   * From now on this identity counts, and none before. One that was accepted after its end, because clocks may differ,
   * has the same time for a refresh.
   */
  watch({ expiresAtMs }: Pick<Identity, "expiresAtMs">): void {
    clearTimeout(this.#timer);
    if (expiresAtMs === undefined) return;
    const { graceSeconds, expired, nowMs = Date.now } = this.#options;
    const leftMs = Math.max(expiresAtMs - nowMs(), 0) + graceSeconds * 1_000;
    const next = leftMs > longestMs ? () => this.watch({ expiresAtMs }) : expired;
    this.#timer = setTimeout(next, Math.min(leftMs, longestMs));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
