/** Ends what a `watch` began. */
export type Unsubscribe = () => void;

/** A value that reports its changes. Listeners read the new state from it. */
export class Watchable {
  readonly #listeners = new Set<() => void>();

  watch(listener: () => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  protected changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
