/** A clock that a test advances. */
export class Clock {
  #ms = 1_000_000;

  readonly nowMs = () => this.#ms;

  advance(milliseconds: number): void {
    this.#ms += milliseconds;
  }
}
