/** Interval between checks for slow consumers, in milliseconds. */
const checkMs = 1_000;

/** Checks all connections periodically for clients that do not read. */
export class SlowConsumers {
  readonly #checks = new Set<() => void>();
  readonly #timer = setInterval(() => this.#check(), checkMs).unref();

  add(check: () => void): void {
    this.#checks.add(check);
  }

  delete(check: () => void): void {
    this.#checks.delete(check);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    for (const check of this.#checks) check();
  }
}
