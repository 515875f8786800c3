import type { Entry, View } from "./directory.ts";

/** The entries of one room, and the number of the last change. */
export class RoomView implements View {
  /** The number of the last change that the view contains. */
  number = 0;
  /** A change is missing, so the view waits for a snapshot. */
  isStale = false;
  readonly #entries = new Map<string, Entry>();
  readonly #nodes = new Map<string, number>();

  get size(): number {
    return this.#entries.size;
  }

  get(peerId: string): Entry | undefined {
    return this.#entries.get(peerId);
  }

  entries(): Iterable<Entry> {
    return this.#entries.values();
  }

  nodes(): Iterable<readonly [node: string, peers: number]> {
    return this.#nodes;
  }

  peersOf(node: string): number {
    return this.#nodes.get(node) ?? 0;
  }

  /** Adds an entry, or replaces the entry of the same peer id, which keeps its place in the order. */
  put(entry: Entry): void {
    const { peerId } = entry.peer;
    const before = this.#entries.get(peerId);
    if (before) this.#count(before.node, -1);
    this.#entries.set(peerId, entry);
    this.#count(entry.node, 1);
  }

  delete(peerId: string): void {
    const entry = this.#entries.get(peerId);
    if (!entry) return;
    this.#entries.delete(peerId);
    this.#count(entry.node, -1);
  }

  #count(node: string, by: number): void {
    const peers = this.peersOf(node) + by;
    if (peers > 0) this.#nodes.set(node, peers);
    else this.#nodes.delete(node);
  }
}
