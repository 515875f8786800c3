/** An item with the name of its lane. */
export interface InLane {
  readonly lane: string;
}

/**
 * A bounded queue in which the items of one lane stay in order, and one lane does not wait for another. At most one item of a
 * lane is out at a time.
 */
export class Lanes<Item extends InLane> {
  readonly #most: number;
  /** The items of each lane, the oldest first. The first one can be out. */
  readonly #items = new Map<string, Item[]>();
  /** The lanes whose first item is not out, in the order in which they became ready. */
  readonly #ready = new Set<string>();
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds an item. Returns `false` if the queue is full. */
  add(item: Item): boolean {
    if (this.#size >= this.#most) return false;
    const items = this.#items.get(item.lane);
    if (items) items.push(item);
    else {
      this.#items.set(item.lane, [item]);
      this.#ready.add(item.lane);
    }
    this.#size += 1;
    return true;
  }

  /** Takes out the first item of the next ready lane. It stays in the queue until `done`. */
  next(): Item | undefined {
    for (const lane of this.#ready) {
      this.#ready.delete(lane);
      return this.#items.get(lane)?.[0];
    }
    return undefined;
  }

  /** Makes the lane of an item that is out ready again, with the same item. */
  again({ lane }: Item): void {
    if (this.#items.has(lane)) this.#ready.add(lane);
  }

  /** Removes an item that is out. */
  done({ lane }: Item): void {
    const items = this.#items.get(lane);
    if (!items) return;
    items.shift();
    this.#size -= 1;
    if (items.length === 0) this.#items.delete(lane);
    else this.#ready.add(lane);
  }

  clear(): void {
    this.#items.clear();
    this.#ready.clear();
    this.#size = 0;
  }
}
