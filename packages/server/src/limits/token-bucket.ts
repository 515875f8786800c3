/** The rate of a token bucket. */
export interface Rate {
  /** The number of tokens that are refilled per second. */
  readonly perSecond: number;
  /** The capacity of the bucket, in tokens. */
  readonly burst: number;
}

export const unlimited: Rate = { perSecond: 0, burst: Number.POSITIVE_INFINITY };

export function isUnlimited({ burst }: Rate): boolean {
  return burst === unlimited.burst;
}

/** A token bucket, which is refilled at each access and not by a timer. */
export class TokenBucket {
  readonly #rate: Rate;
  #level: number;
  #atMs: number;

  constructor(rate: Rate, nowMs: number) {
    this.#rate = rate;
    this.#level = rate.burst;
    this.#atMs = nowMs;
  }

  /**
   * Takes the cost and returns 0, or takes nothing and returns the time until there is enough for the whole cost, in
   * milliseconds. `paid` is the part of the cost that was taken before.
   */
  take(cost: number, nowMs: number, paid = 0): number {
    const { perSecond, burst } = this.#rate;
    this.#fill(nowMs);
    // A cost above the capacity could never be paid.
    const price = Math.min(cost, burst);
    const due = price - Math.min(paid, burst);
    if (due > this.#level) return Math.ceil(((price - this.#level) * 1_000) / perSecond);
    this.#level -= due;
    return 0;
  }

  isFull(nowMs: number): boolean {
    return this.level(nowMs) === this.#rate.burst;
  }

  /** Returns the number of tokens in the bucket. */
  level(nowMs: number): number {
    this.#fill(nowMs);
    return this.#level;
  }

  #fill(nowMs: number): void {
    const { perSecond, burst } = this.#rate;
    this.#level = Math.min(burst, this.#level + ((nowMs - this.#atMs) * perSecond) / 1_000);
    this.#atMs = nowMs;
  }
}
