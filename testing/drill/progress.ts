/** Notices when a count no longer grows. Unlike a time limit, it does not depend on how busy the machine is. */
export class Progress {
  readonly #patienceMs: number;
  #most = 0;
  #grownAtMs = performance.now();

  /** The longest time without growth, in milliseconds. */
  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** Learns the count of now. Returns whether it has not grown for too long. */
  hasEnded(count: number): boolean {
    if (count > this.#most) {
      this.#most = count;
      this.#grownAtMs = performance.now();
    }
    return performance.now() - this.#grownAtMs > this.#patienceMs;
  }
}
