import type { NodeDirectory } from "../node-directory.ts";
import type { RedisStore } from "./store.ts";

/** The number of rooms in one round trip. */
const roomsAtOnce = 50;

/** The time until a room in which a peer just enters is restated, in milliseconds. */
const retryMs = 500;

/** Compares the rooms of this node with Redis, and puts back what Redis has lost. */
export class Restatement {
  readonly #directory: NodeDirectory;
  readonly #store: RedisStore;

  constructor(directory: NodeDirectory, store: RedisStore) {
    this.#directory = directory;
    this.#store = store;
  }

  /** Restates all peers of this node, after its contact to Redis was interrupted or Redis has lost its data. */
  async restateAll({ isEmptied }: { readonly isEmptied: boolean }): Promise<void> {
    this.#directory.payOwed();
    if (isEmptied) await this.#store.restateEndings();
    const rooms = new Set([...this.#directory.roomsHere(), ...(await this.#store.ownRooms())]);
    await this.#restate(rooms);
    for (const node of await this.#store.restated()) this.#directory.hasRestated(node);
  }

  /** Returns the keys of the rooms of this node. */
  keys(): readonly string[] {
    return [...this.#directory.roomsHere()].flatMap((room) => [`room:${room}`, `at:${room}`]);
  }

  /** Finds the rooms whose changes did not all arrive, and restates the peers of this node there. */
  async compare(): Promise<void> {
    const different: string[] = [];
    for (const rooms of groups(this.#directory.roomsHere())) {
      const numbers = await this.#store.check(rooms);
      for (const [index, room] of rooms.entries()) {
        const { number = 0, own = 0 } = numbers[index] ?? {};
        const statement = this.#directory.statement(room);
        if (!statement) continue;
        // Changes after the comparison may have arrived, but none before it can be missing.
        const isDifferent =
          statement.number < number ||
          (statement.number === number && statement.entries.length !== own);
        if (isDifferent) different.push(room);
      }
    }
    await this.#restate(different);
  }

  async #restate(rooms: Iterable<string>): Promise<void> {
    for (const some of groups(rooms)) {
      const skipped = await this.#restateSome(some);
      if (skipped.length > 0) await this.#restateLater(skipped);
    }
  }

  /** Returns the rooms that cannot be restated now. */
  async #restateSome(rooms: readonly string[]): Promise<readonly string[]> {
    const skipped: string[] = [];
    const work = rooms.map(async (room) => {
      const statement = this.#directory.statement(room);
      if (!statement) {
        skipped.push(room);
        return;
      }
      const lost = await this.#store.restate(room, statement.number, statement.entries);
      for (const entry of lost) this.#directory.lose(entry);
    });
    await Promise.all(work);
    return skipped;
  }

  async #restateLater(rooms: readonly string[]): Promise<void> {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, retryMs).unref();
    });
    await this.#restateSome(rooms);
  }
}

function* groups(rooms: Iterable<string>): Iterable<readonly string[]> {
  const all = [...rooms];
  for (let start = 0; start < all.length; start += roomsAtOnce) {
    yield all.slice(start, start + roomsAtOnce);
  }
}
