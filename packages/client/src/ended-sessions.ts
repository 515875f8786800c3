/** As many are remembered: a message is never so late that more sessions have ended since. */
const mostRemembered = 1_024;

/** Sessions that have ended, so that what comes late of one is not taken for a new one. */
export class EndedSessions {
  readonly #sessions = new Set<string>();

  has(sessionId: string): boolean {
    return this.#sessions.has(sessionId);
  }

  add(sessionId: string): void {
    this.#sessions.add(sessionId);
    const [oldest] = this.#sessions;
    if (this.#sessions.size > mostRemembered && oldest !== undefined) this.#sessions.delete(oldest);
  }

  delete(sessionId: string): void {
    this.#sessions.delete(sessionId);
  }
}
