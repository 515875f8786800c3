import type { Writable } from "node:stream";

/** Collects what is written to a socket in one turn of the event loop, so that it needs one system call. */
export class Turn {
  readonly #socket: Pick<Writable, "cork" | "uncork">;
  #isBegun = false;

  constructor(socket: Pick<Writable, "cork" | "uncork">) {
    this.#socket = socket;
  }

  /** Is called before something is written. */
  begin(): void {
    if (this.#isBegun) return;
    this.#isBegun = true;
    this.#socket.cork();
    setImmediate(() => this.end());
  }

  /** Writes everything now. Otherwise that happens at the end of the turn. */
  end(): void {
    if (!this.#isBegun) return;
    this.#isBegun = false;
    this.#socket.uncork();
  }
}
