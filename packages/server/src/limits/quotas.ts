import { type Rates, TokenBuckets } from "./token-buckets.ts";

/** The quota that all sockets of one identity or one address share. */
export interface Quota {
  readonly buckets: TokenBuckets;
  sockets: number;
}

/** Unused quotas are deleted when their number has doubled since the last time, and is at least this number. */
const fewest = 1_024;

/** Holds the quotas of identities, or of addresses. Unused quotas with full buckets are deleted. */
export class Quotas {
  readonly #quotas = new Map<string, Quota>();
  readonly #rates: Rates;
  readonly #nowMs: () => number;
  #clearAt = fewest;

  constructor(rates: Rates, nowMs: () => number) {
    this.#rates = rates;
    this.#nowMs = nowMs;
  }

  get(key: string): Quota {
    return this.#quotas.get(key) ?? this.#open(key);
  }

  get size(): number {
    return this.#quotas.size;
  }

  #open(key: string): Quota {
    if (this.#quotas.size >= this.#clearAt) this.#clear();
    const quota = { buckets: new TokenBuckets(this.#rates), sockets: 0 };
    this.#quotas.set(key, quota);
    return quota;
  }

  #clear(): void {
    const nowMs = this.#nowMs();
    for (const [key, { sockets, buckets }] of this.#quotas) {
      if (sockets === 0 && buckets.isFull(nowMs)) this.#quotas.delete(key);
    }
    this.#clearAt = Math.max(fewest, 2 * this.#quotas.size);
  }
}
