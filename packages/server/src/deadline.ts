/**
 * Calls back after a time, unless it is stopped; 0 seconds is never. Data that arrived in time is processed before the
 * callback, even if this process was too busy to read it earlier.
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

  /** One iteration of the event loop runs timers, then reads sockets, then runs `setImmediate` callbacks. */
  #expire(): void {
    this.#lastLook = setImmediate(this.#over);
  }
}
