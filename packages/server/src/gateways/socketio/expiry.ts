import type { Identity } from "../../auth/identity.ts";

export interface ExpiryOptions {
  /** How long a connection goes on after its client's token has ended: time to refresh it, for clocks to differ. */
  readonly graceSeconds: number;
  readonly expired: () => void;
  readonly nowMs?: () => number;
}

/** The longest time `setTimeout` can wait; more would be none at all. */
const longestMs = 2 ** 31 - 1;

/** Calls back once what a client has shown is over, and the grace time with it. */
export class Expiry {
  readonly #options: ExpiryOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ExpiryOptions) {
    this.#options = options;
  }

  /** From now on this identity counts, and none before. */
  watch({ expiresAtMs }: Pick<Identity, "expiresAtMs">): void {
    clearTimeout(this.#timer);
    if (expiresAtMs === undefined) return;
    const { graceSeconds, expired, nowMs = Date.now } = this.#options;
    const leftMs = expiresAtMs + graceSeconds * 1_000 - nowMs();
    const next = leftMs > longestMs ? () => this.watch({ expiresAtMs }) : expired;
    this.#timer = setTimeout(next, Math.min(Math.max(leftMs, 0), longestMs));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
