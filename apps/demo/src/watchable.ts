/** Ends what a `watch` began. */
export type Off = () => void;

/** Something that changes, and says so. What changed is read from it. */
export class Watchable {
  readonly #listeners = new Set<() => void>();

  watch(listener: () => void): Off {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  protected changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
