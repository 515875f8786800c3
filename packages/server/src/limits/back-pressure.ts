export interface BackPressureOptions {
  /** More than this may not wait; 0 is no limit. */
  readonly mostBytes: number;
  /** Something must have been taken within this time; 0 is no limit. */
  readonly mostMs: number;
  readonly nowMs: () => number;
}

/**
 * What one reader has been given and has not taken. Bytes are queued, then under way (one batch at
 * a time), then taken; only the last counts as progress.
 */
export class BackPressure {
  readonly #options: BackPressureOptions;
  #queued = 0;
  #underWay = 0;
  #waitingSinceMs = 0;

  constructor(options: BackPressureOptions) {
    this.#options = options;
  }

  get waitingBytes(): number {
    return this.#queued + this.#underWay;
  }

  /**
   * Something more is given. `false`: too much waits already. One that is given while little waits
   * may be of any size, or a long list of peers would end who asks for it.
   */
  give(bytes: number): boolean {
    const waiting = this.waitingBytes;
    if (waiting === 0) this.#waitingSinceMs = this.#options.nowMs();
    this.#queued += bytes;
    return this.#options.mostBytes === 0 || waiting <= this.#options.mostBytes;
  }

  /** All that was queued is under way. */
  flush(): void {
    this.#underWay += this.#queued;
    this.#queued = 0;
  }

  /** All that was under way is taken. */
  taken(): void {
    this.#underWay = 0;
    this.progress();
  }

  /** Some of what is under way is taken. */
  progress(): void {
    this.#waitingSinceMs = this.#options.nowMs();
  }

  /** Whether something has been waiting for too long. */
  get isStalled(): boolean {
    const { mostMs, nowMs } = this.#options;
    return mostMs > 0 && this.waitingBytes > 0 && nowMs() - this.#waitingSinceMs >= mostMs;
  }
}
