import { type Rate, TokenBucket } from "./token-bucket.ts";

/** They are cleared out when there are twice as many as were left the last time, or these. */
const fewest = 1_024;

/** A bucket for everybody who does one thing. One that is as good as new is forgotten. */
export class Buckets {
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #rate: Rate;
  readonly #nowMs: () => number;
  #clearAt = fewest;

  constructor(rate: Rate, nowMs: () => number) {
    this.#rate = rate;
    this.#nowMs = nowMs;
  }

  /** Takes one and returns 0, or nothing and returns in how many milliseconds there is one. */
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
