import type { NodeDirectory } from "../node-directory.ts";
import type { RedisStore } from "./store.ts";

/** The number of rooms in one round trip. */
const roomsAtOnce = 50;

/** The time until a room is restated again because one of its peers was just moving, in milliseconds. */
const retryMs = 500;

/** A claim or a move takes less time than all attempts together. */
const mostAttempts = 10;

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
    const { epoch } = this.#store;
    this.#directory.payOwed();
    if (isEmptied) await this.#store.restateEndings();
    const rooms = new Set([...this.#directory.roomsHere(), ...(await this.#store.ownRooms())]);
    const isComplete = (await this.#restate(rooms)) && !this.#directory.isStopped;
    // If Redis has lost its data again meanwhile, another restatement follows.
    if (isComplete && this.#store.epoch === epoch) await this.#store.restated();
  }

  /** Ends the waiting for absent peers when all nodes have restated theirs. */
  async findRestated(): Promise<void> {
    if (!this.#directory.isKeepingAbsent) return;
    this.#directory.haveRestated(await this.#store.restatedNodes());
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
        if (statement.underWay.length > 0) continue;
        // Changes after the comparison may have arrived, but none before it can be missing.
        const isDifferent =
          statement.number < number ||
          (statement.number === number && statement.entries.length !== own);
        if (isDifferent) different.push(room);
      }
    }
    await this.#restate(different);
  }

  /**
   * Resolves with whether all peers of this node in some rooms have been restated. A node that stops hands its peers over, and
   * states nothing: its directory is empty then.
   */
  async #restate(rooms: Iterable<string>): Promise<boolean> {
    let left = [...rooms];
    for (let attempt = 0; attempt < mostAttempts && left.length > 0; attempt += 1) {
      if (attempt > 0) await later();
      const incomplete: string[] = [];
      for (const some of groups(left)) {
        if (this.#directory.isStopped) return false;
        incomplete.push(...(await this.#restateSome(some)));
      }
      left = incomplete;
    }
    return left.length === 0;
  }

  /** Returns the rooms with peers that could not be restated. */
  async #restateSome(rooms: readonly string[]): Promise<readonly string[]> {
    const incomplete: string[] = [];
    const work = rooms.map(async (room) => {
      const statement = this.#directory.statement(room);
      if (!statement.isComplete) incomplete.push(room);
      for (const entry of await this.#store.restate(room, statement)) this.#directory.lose(entry);
    });
    await Promise.all(work);
    return incomplete;
  }
}

function later(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, retryMs).unref();
  });
}

function* groups(rooms: Iterable<string>): Iterable<readonly string[]> {
  const all = [...rooms];
  for (let start = 0; start < all.length; start += roomsAtOnce) {
    yield all.slice(start, start + roomsAtOnce);
  }
}
