import { type Rate, TokenBucket } from "./token-bucket.ts";

/** Full buckets are deleted when the number of buckets has doubled since the last time, and is at least this number. */
const fewest = 1_024;

/** Holds a token bucket for each key. Full buckets are deleted, because they are equal to new ones. */
export class Buckets {
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #rate: Rate;
  readonly #nowMs: () => number;
  #clearAt = fewest;

  constructor(rate: Rate, nowMs: () => number) {
    this.#rate = rate;
    this.#nowMs = nowMs;
  }

  /** Takes one token and returns 0, or takes nothing and returns the time until there is one, in milliseconds. */
  take(key: string): number {
    const nowMs = this.#nowMs();
    if (this.#buckets.size >= this.#clearAt) this.#clear(nowMs);
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#rate, nowMs);
    this.#buckets.set(key, bucket);
    return bucket.take(1, nowMs);
  }

  #clear(nowMs: number): void {
    for (const [key, bucket] of this.#buckets) {
      if (bucket.isFull(nowMs)) this.#buckets.delete(key);
    }
    this.#clearAt = Math.max(fewest, 2 * this.#buckets.size);
  }
}
