/** Calls back when a time is over, unless it is stopped; 0 seconds is never. */
export class Deadline {
  readonly #seconds: number;
  readonly #over: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(seconds: number, over: () => void) {
    this.#seconds = seconds;
    this.#over = over;
  }

  start(): void {
    this.stop();
    if (this.#seconds > 0) this.#timer = setTimeout(this.#over, this.#seconds * 1_000);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
