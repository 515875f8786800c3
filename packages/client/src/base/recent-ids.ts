/** As many are remembered: a message is never so late that more have ended since. */
const mostRemembered = 1_024;

/** Ids of what has ended, such as sessions, so that what arrives late of one is not taken for something new. */
export class RecentIds {
  readonly #ids = new Set<string>();

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(id: string): void {
    this.#ids.add(id);
    const [oldest] = this.#ids;
    if (this.#ids.size > mostRemembered && oldest !== undefined) this.#ids.delete(oldest);
  }

  delete(id: string): void {
    this.#ids.delete(id);
  }
}
