/** How often something may be done: so many at once, and so many a second after that. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** As often as one likes. */
export const unlimited: Rate = { perSecond: 0, burst: Number.POSITIVE_INFINITY };

/** Holds as many tokens as the burst, and is filled when it is looked at, not by a timer. */
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

  /** Takes the cost and returns 0, or nothing and returns in how many milliseconds there is enough. */
  take(cost: number, nowMs: number): number {
    this.#fill(nowMs);
    // What costs more than a burst would never be possible.
    const price = Math.min(cost, this.#burst);
    if (price > this.#level) return Math.ceil((price - this.#level) / this.#perMillisecond);
    this.#level -= price;
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
