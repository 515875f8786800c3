export interface Ending {
  readonly text: string;
  readonly untilMs: number;
}

/** The texts with which sessions left, each for a limited time. */
export class Endings {
  /** By session id, in the order in which they were added. */
  readonly #endings = new Map<string, Ending>();

  set(sessionId: string, text: string, keepMs: number): void {
    this.#forgetOld();
    this.#endings.delete(sessionId);
    this.#endings.set(sessionId, { text, untilMs: Date.now() + keepMs });
  }

  get(sessionId: string): string | undefined {
    this.#forgetOld();
    return this.#endings.get(sessionId)?.text;
  }

  /** Returns all endings by session id. */
  all(): readonly (readonly [sessionId: string, ending: Ending])[] {
    this.#forgetOld();
    return [...this.#endings];
  }

  #forgetOld(): void {
    const nowMs = Date.now();
    for (const [sessionId, { untilMs }] of this.#endings) {
      if (untilMs > nowMs) return;
      this.#endings.delete(sessionId);
    }
  }
}
