/**
 * Calls back when a time is over, unless it is stopped; 0 seconds is never. What has come by then counts, also if this
 * process had no time yet to read it.
 */
export class Deadline {
  readonly #seconds: number;
  readonly #over: () => void;
  #timer: NodeJS.Timeout | undefined;
  #lastLook: NodeJS.Immediate | undefined;

  constructor(seconds: number, over: () => void) {
    this.#seconds = seconds;
    this.#over = over;
  }

  start(): void {
    this.stop();
    if (this.#seconds > 0) this.#timer = setTimeout(() => this.#expire(), this.#seconds * 1_000);
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#lastLook);
  }

  /** Timers come first in a turn of the event loop, then what there is to read, then this. */
  #expire(): void {
    this.#lastLook = setImmediate(this.#over);
  }
}
