/** One connection, as whoever empties the server sees it. */
export interface OpenConnection {
  /** Whether its client moves by itself when it is asked to. */
  readonly supportsDrain: boolean;
  /** Asks it to connect anew after that many milliseconds: elsewhere, if there is another node. */
  askToMove(retryAfterMs: number): void;
  /** Ends its connection in the way after which any client comes back by itself. */
  dismiss(): void;
}

/** Everybody who is connected and was let in. */
export class OpenConnections {
  readonly #present = new Set<OpenConnection>();
  readonly #watchers = new Set<(gone: OpenConnection) => void>();

  add(openConnection: OpenConnection): void {
    this.#present.add(openConnection);
  }

  delete(openConnection: OpenConnection): void {
    this.#present.delete(openConnection);
    for (const watcher of this.#watchers) watcher(openConnection);
  }

  get size(): number {
    return this.#present.size;
  }

  all(): readonly OpenConnection[] {
    return [...this.#present];
  }

  /** Resolves when none of these is here any more, or with the signal. */
  gone(awaited: readonly OpenConnection[], signal: AbortSignal): Promise<void> {
    const left = new Set(awaited.filter((openConnection) => this.#present.has(openConnection)));
    return new Promise((resolve) => {
      const look = () => {
        if (left.size > 0 && !signal.aborted) return;
        this.#watchers.delete(forget);
        signal.removeEventListener("abort", look);
        resolve();
      };
      const forget = (openConnection: OpenConnection) => {
        left.delete(openConnection);
        look();
      };
      this.#watchers.add(forget);
      signal.addEventListener("abort", look);
      look();
    });
  }
}
