/** Handshakes that are begun in one turn of the event loop; the others wait for the next. */
const mostPerTurn = 16;

/**
 * Lets newcomers in, so many a turn, in the order they came. After a restart all clients come at once: taken
 * together, the first would have given up before the last of them was answered.
 */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  #turn: NodeJS.Immediate | undefined;

  /** Calls back when it is this one's turn. */
  pass(enter: () => void): void {
    this.#waiting.push(enter);
    this.#turn ??= setImmediate(() => this.#admit());
  }

  #admit(): void {
    for (const enter of this.#waiting.splice(0, mostPerTurn)) enter();
    this.#turn = this.#waiting.length > 0 ? setImmediate(() => this.#admit()) : undefined;
  }
}
