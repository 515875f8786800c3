/** One connection, as whoever empties the server sees it. */
export interface Occupant {
  /** Whether its client moves by itself when it is asked to. */
  readonly hearsDrain: boolean;
  /** Asks it to connect anew after that many milliseconds: elsewhere, if there is another node. */
  askToMove(retryAfterMs: number): void;
  /** Ends its connection in the way after which any client comes back by itself. */
  dismiss(): void;
}

/** Everybody who is connected and was let in. */
export class Occupants {
  readonly #present = new Set<Occupant>();
  readonly #watchers = new Set<(gone: Occupant) => void>();

  add(occupant: Occupant): void {
    this.#present.add(occupant);
  }

  delete(occupant: Occupant): void {
    this.#present.delete(occupant);
    for (const watcher of this.#watchers) watcher(occupant);
  }

  get size(): number {
    return this.#present.size;
  }

  all(): readonly Occupant[] {
    return [...this.#present];
  }

  /** Resolves when none of these is here any more, or with the signal. */
  gone(awaited: readonly Occupant[], signal: AbortSignal): Promise<void> {
    const left = new Set(awaited.filter((occupant) => this.#present.has(occupant)));
    return new Promise((resolve) => {
      const look = () => {
        if (left.size > 0 && !signal.aborted) return;
        this.#watchers.delete(forget);
        signal.removeEventListener("abort", look);
        resolve();
      };
      const forget = (occupant: Occupant) => {
        left.delete(occupant);
        look();
      };
      this.#watchers.add(forget);
      signal.addEventListener("abort", look);
      look();
    });
  }
}
