/** Names of peers that left are kept for this many peers, so that a room may stay open for days. */
const mostNames = 500;

type Names = ReadonlyMap<string, string>;

/**
 * The names to show for the peers of a call, by peer id. Both maps stay the same objects until a name
 * changes. Of peers that share a name, each is shown with the end of its peer id, which is the same in
 * every browser.
 */
export class CallNames {
  readonly #selfId: string;
  /** As the peers gave them, in the order in which they were first given. */
  readonly #given = new Map<string, string>();
  readonly #gone = new Set<string>();
  #present: Names = new Map();
  #known: Names = new Map();

  constructor(selfId: string, selfName: string) {
    this.#selfId = selfId;
    this.introduce(selfId, selfName);
  }

  /** Names of the peers that are in the room, and of this one. */
  get present(): Names {
    return this.#present;
  }

  /** Names of the peers that are or were in the room, and of this one. */
  get known(): Names {
    return this.#known;
  }

  introduce(peerId: string, name: string): void {
    if (this.#given.get(peerId) === name && !this.#gone.has(peerId)) return;
    this.#gone.delete(peerId);
    this.#given.set(peerId, name);
    this.#update();
  }

  leave(peerId: string): void {
    if (!this.#given.has(peerId)) return;
    this.#gone.add(peerId);
    this.#update();
  }

  #update(): void {
    for (const peerId of this.#given.keys()) {
      if (this.#given.size <= mostNames) break;
      if (peerId !== this.#selfId && this.#gone.delete(peerId)) this.#given.delete(peerId);
    }
    this.#known = distinct(this.#given);
    this.#present = distinct(
      new Map([...this.#given].filter(([peerId]) => !this.#gone.has(peerId))),
    );
  }
}

/** Adds the last four characters of the peer id to each name that several peers have. */
function distinct(names: Names): Names {
  const counts = new Map<string, number>();
  for (const name of names.values()) counts.set(alike(name), (counts.get(alike(name)) ?? 0) + 1);
  return new Map(
    [...names].map(([peerId, name]) => {
      const isShared = (counts.get(alike(name)) ?? 0) > 1;
      return [peerId, isShared ? `${name} (${peerId.slice(-4)})` : name];
    }),
  );
}

/** Names that look alike count as one. */
function alike(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}
