/** One connection, as the drain uses it. */
export interface OpenConnection {
  /** Whether the client reconnects when it receives `drain`. */
  readonly supportsDrain: boolean;
  /** Asks the client to reconnect after that many milliseconds. */
  askToMove(retryAfterMs: number): void;
  /** Closes the transport, after which every client reconnects by itself. */
  close(): void;
}

/** The connections of all authenticated clients. */
export class OpenConnections {
  readonly #open = new Set<OpenConnection>();
  readonly #watchers = new Set<(gone: OpenConnection) => void>();

  add(openConnection: OpenConnection): void {
    this.#open.add(openConnection);
  }

  delete(openConnection: OpenConnection): void {
    this.#open.delete(openConnection);
    for (const watcher of this.#watchers) watcher(openConnection);
  }

  get size(): number {
    return this.#open.size;
  }

  all(): readonly OpenConnection[] {
    return [...this.#open];
  }

  /** Resolves when all of these connections have closed, or when the signal is aborted. */
  gone(awaited: readonly OpenConnection[], signal: AbortSignal): Promise<void> {
    const left = new Set(awaited.filter((openConnection) => this.#open.has(openConnection)));
    return new Promise((resolve) => {
      const check = () => {
        if (left.size > 0 && !signal.aborted) return;
        this.#watchers.delete(remove);
        signal.removeEventListener("abort", check);
        resolve();
      };
      const remove = (openConnection: OpenConnection) => {
        left.delete(openConnection);
        check();
      };
      this.#watchers.add(remove);
      signal.addEventListener("abort", check);
      check();
    });
  }
}
