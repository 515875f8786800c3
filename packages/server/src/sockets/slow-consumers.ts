/** Interval between checks for slow consumers, in milliseconds. */
const checkMs = 1_000;

/** A connection whose client may not read. */
export interface CheckedConnection {
  /** Is called periodically, and disconnects a client that reads nothing. */
  check(): void;
}

/** Checks all connections periodically for clients that do not read. */
export class SlowConsumers {
  readonly #connections = new Set<CheckedConnection>();
  readonly #timer = setInterval(() => this.#check(), checkMs).unref();

  add(connection: CheckedConnection): void {
    this.#connections.add(connection);
  }

  delete(connection: CheckedConnection): void {
    this.#connections.delete(connection);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    for (const connection of this.#connections) connection.check();
  }
}
