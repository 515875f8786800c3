/**
 * Measures the time in which this process could read what Redis sent. A stall of the process, or of its machine, counts as
 * one step.
 */
export class AwakeTime {
  readonly #longestStepMs: number;
  #beforeMs = 0;
  #steppedAtMs = performance.now();

  /** A longer time between two steps is a stall. */
  constructor(longestStepMs: number) {
    this.#longestStepMs = longestStepMs;
  }

  /** The time since the beginning, in milliseconds. */
  get nowMs(): number {
    return this.#beforeMs + Math.min(performance.now() - this.#steppedAtMs, this.#longestStepMs);
  }

  /** Is called at regular intervals, after the sockets were read. */
  step(): void {
    this.#beforeMs = this.nowMs;
    this.#steppedAtMs = performance.now();
  }
}
