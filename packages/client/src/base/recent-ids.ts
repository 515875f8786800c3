/** The number of remembered ids. No message is so late that more ids have ended in the meantime. */
const mostRemembered = 1_024;

/** Ids of ended sessions or incarnations, so that a late message of one does not look like a new one. */
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
