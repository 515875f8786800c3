import type { Entry } from "./directory.ts";

/** The peers of other nodes that the store lacks after it has lost its memory, until all nodes have restated their peers. */
export class AbsentPeers {
  /** By session id. */
  readonly #kept = new Map<string, Entry>();
  /** The nodes that have restated all their peers. */
  readonly #restated = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** Some peers are kept. */
  get isWaiting(): boolean {
    return this.#kept.size > 0;
  }

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

  /**
   * All live nodes have restated all their peers, so the absence of their peers counts from now on. Returns the rooms of
   * such peers. A peer may have moved unnoticed, so the statement of one node decides nothing.
   */
  release(nodes: readonly string[]): ReadonlySet<string> {
    const rooms = new Set<string>();
    if (!this.#timer) return rooms;
    for (const node of nodes) this.#restated.add(node);
    for (const [sessionId, { peer, node }] of this.#kept) {
      if (!this.#restated.has(node)) continue;
      this.#kept.delete(sessionId);
      rooms.add(peer.room);
    }
    return rooms;
  }
}
