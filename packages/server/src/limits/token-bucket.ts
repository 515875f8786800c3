/** The rate of a token bucket. */
export interface Rate {
  /** The number of tokens that are refilled per second. */
  readonly perSecond: number;
  /** The capacity of the bucket, in tokens. */
  readonly burst: number;
}

export const unlimited: Rate = { perSecond: 0, burst: Number.POSITIVE_INFINITY };

/** A token bucket, which is refilled at each access and not by a timer. */
export class TokenBucket {
  readonly #perMillisecond: number;
  readonly #burst: number;
  #level: number;
  #atMs: number;

  constructor({ perSecond, burst }: Rate, nowMs: number) {
    this.#perMillisecond = perSecond / 1_000;
    this.#burst = burst;
    this.#level = burst;
    this.#atMs = nowMs;
  }

  /**
   * Takes the cost and returns 0, or takes nothing and returns the time until there is enough for the whole cost, in
   * milliseconds. `paid` is the part of the cost that was taken before.
   */
  take(cost: number, nowMs: number, paid = 0): number {
    this.#fill(nowMs);
    // A cost above the capacity could never be paid.
    const price = Math.min(cost, this.#burst);
    const due = price - Math.min(paid, this.#burst);
    if (due > this.#level) return Math.ceil((price - this.#level) / this.#perMillisecond);
    this.#level -= due;
    return 0;
  }

  isFull(nowMs: number): boolean {
    this.#fill(nowMs);
    return this.#level === this.#burst;
  }

  #fill(nowMs: number): void {
    const added = (nowMs - this.#atMs) * this.#perMillisecond;
    this.#level = Math.min(this.#burst, this.#level + added);
    this.#atMs = nowMs;
  }
}
