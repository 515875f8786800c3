import type { Entry } from "./directory.ts";

/** The peers of other nodes that the store lacks after it has lost its memory, until their nodes have restated them. */
export class AbsentPeers {
  /** By session id. */
  readonly #kept = new Map<string, Entry>();
  /** The nodes that have restated all their peers. */
  readonly #restated = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** Keeps absent peers from now on; `ended` is called after the given time. */
  begin(durationMs: number, ended: () => void): void {
    this.end();
    this.#timer = setTimeout(() => {
      this.end();
      ended();
    }, durationMs).unref();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#kept.clear();
    this.#restated.clear();
  }

  /** Returns whether a peer stays although the store lacks it. */
  keep(entry: Entry): boolean {
    if (!this.#timer || this.#restated.has(entry.node)) return false;
    this.#kept.set(entry.peer.sessionId, entry);
    return true;
  }

  /** The store has a peer again. */
  delete({ peer }: Entry): void {
    this.#kept.delete(peer.sessionId);
  }

  /** Returns the kept peers of a node that has restated all its peers, so they have left. */
  hasRestated(node: string): readonly Entry[] {
    if (!this.#timer) return [];
    this.#restated.add(node);
    const left = [...this.#kept.values()].filter((entry) => entry.node === node);
    for (const { peer } of left) this.#kept.delete(peer.sessionId);
    return left;
  }
}
