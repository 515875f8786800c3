import type { Identity } from "../auth/identity.ts";

export interface TokenExpiryOptions {
  /** The time for which a connection continues after its token has expired, so that the client can refresh it. */
  readonly graceSeconds: number;
  readonly expired: () => void;
  readonly nowMs?: () => number;
}

/** The maximum delay of `setTimeout`; a longer delay would fire at once. */
const longestMs = 2 ** 31 - 1;

/** Calls back when the credentials of a client have expired and the grace period is over. */
export class TokenExpiry {
  readonly #options: TokenExpiryOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: TokenExpiryOptions) {
    this.#options = options;
  }

  /**
   * Watches this identity instead of the last one. An identity that was accepted after its expiry, because of the clock
   * tolerance, has the full grace period.
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
