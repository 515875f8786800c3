import type { Entry } from "./directory.ts";

/** The grace periods of the away sessions of a node. */
export class AwayTimers {
  /** By session id. */
  readonly #timers = new Map<string, NodeJS.Timeout>();

  start({ peer, awayUntilMs }: Entry, expired: () => void): void {
    const { sessionId } = peer;
    this.stop(sessionId);
    const end = () => {
      this.#timers.delete(sessionId);
      expired();
    };
    this.#timers.set(sessionId, setTimeout(end, Math.max(0, awayUntilMs - Date.now())));
  }

  stop(sessionId: string): void {
    clearTimeout(this.#timers.get(sessionId));
    this.#timers.delete(sessionId);
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
