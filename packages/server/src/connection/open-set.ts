/** Members that are open until they are deleted. */
export class OpenSet<Member> {
  readonly #open = new Set<Member>();
  readonly #watchers = new Set<(gone: Member) => void>();

  add(member: Member): void {
    this.#open.add(member);
  }

  delete(member: Member): void {
    this.#open.delete(member);
    for (const watcher of this.#watchers) watcher(member);
  }

  get size(): number {
    return this.#open.size;
  }

  all(): readonly Member[] {
    return [...this.#open];
  }

  /** Resolves when all of these members have been deleted, or when the signal is aborted. */
  gone(awaited: readonly Member[], signal: AbortSignal): Promise<void> {
    const left = new Set(awaited.filter((member) => this.#open.has(member)));
    return new Promise((resolve) => {
      const check = () => {
        if (left.size > 0 && !signal.aborted) return;
        this.#watchers.delete(remove);
        signal.removeEventListener("abort", check);
        resolve();
      };
      const remove = (member: Member) => {
        left.delete(member);
        check();
      };
      this.#watchers.add(remove);
      signal.addEventListener("abort", check);
      check();
    });
  }

  /** Resolves when the set is empty, or when the signal is aborted. */
  async empty(signal: AbortSignal): Promise<void> {
    while (this.size > 0 && !signal.aborted) await this.gone(this.all(), signal);
  }
}
