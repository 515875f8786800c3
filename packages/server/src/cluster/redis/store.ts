import type { Claim, Entry, Move, MoveOutcome, RoomSummary } from "../directory.ts";
import { Endings } from "../endings.ts";
import type { Statement } from "../node-directory.ts";
import type { Page, PageRequest } from "../page.ts";
import type { ClaimResult, DirectoryStore, SnapshotNeed } from "../store.ts";
import { unavailable } from "../unavailable.ts";
import type { RedisClock } from "./clock.ts";
import { type KnownLease, type RedisConnection, RedisError } from "./connection.ts";
import { claimRecord, entriesIn, entryIn, numberIn, recordOf, subjectField } from "./record.ts";
import type { ScriptName } from "./scripts/scripts.ts";

export interface RedisStoreOptions {
  readonly node: string;
  readonly connection: RedisConnection;
  readonly clock: RedisClock;
  readonly graceMs: number;
  /** Returns the lease that this node knows; `undefined` before the first beat. */
  readonly lease: () => KnownLease | undefined;
  /** Redis has another epoch, so it has lost its memory. */
  readonly epochEnded: () => void;
  /** Redis refused an operation, perhaps because somebody else has written to the keys of a room or an identity. */
  readonly broken: (error: RedisError, keys: readonly string[]) => void;
}

export interface RoomNumbers {
  /** The number of the last change. */
  readonly number: number;
  /** The number of peers of this node. */
  readonly own: number;
}

/** The memory of all nodes in Redis. Each operation is one script. */
export class RedisStore implements DirectoryStore {
  readonly #options: RedisStoreOptions;
  /** The sessions that ended through this node, in case Redis forgets them. */
  readonly #endings = new Endings();

  constructor(options: RedisStoreOptions) {
    this.#options = options;
  }

  /** The epoch that this node knows. */
  get epoch(): string | undefined {
    return this.#options.lease()?.epoch;
  }

  get isApart(): boolean {
    return this.#options.connection.isApart || this.#options.lease() === undefined;
  }

  async claim(claim: Claim, { needsSnapshot }: SnapshotNeed): Promise<ClaimResult> {
    const { peer, subject, maxPeersPerRoom, maxRoomsPerIdentity } = claim;
    const { room, peerId } = peer;
    const keys = [...keysOf(room), `who:${subjectField(subject)}`];
    const parameters = [
      room,
      peerId,
      claimRecord(claim, this.#options.node),
      flag(needsSnapshot),
      maxPeersPerRoom,
      maxRoomsPerIdentity,
    ];
    const [type, text = ""] = await this.#run("claim", parameters, keys);
    if (type === "granted") return { type, isOpening: text === "1" };
    if (type === "full" || type === "too-many-rooms") return { type };
    const holder = type === "taken" ? this.#entry(room, peerId, text) : undefined;
    if (holder) return { type: "taken", holder };
    throw unavailable("the directory");
  }

  async move(move: Move, { needsSnapshot }: SnapshotNeed): Promise<MoveOutcome> {
    const { room, peerId, sessionId, subject, socketId, shown, attempt, next, instead } = move;
    const parameters = [
      room,
      peerId,
      sessionId,
      subjectField(subject),
      socketId,
      shown,
      attempt,
      next,
      instead ? instead.generation : "",
      instead?.restored.from ?? "",
      instead?.restored.continuation ?? "",
      flag(needsSnapshot),
    ];
    const [type, text] = await this.#run("move", parameters, keysOf(room));
    if (type === "moved") return { type };
    if (type === "absent") return { type, ending: text };
    const entry = type === "refused" ? this.#entry(room, peerId, text ?? "") : undefined;
    if (entry) return { type: "refused", entry };
    throw unavailable("the directory");
  }

  async away(entry: Entry, graceMs: number): Promise<void> {
    await this.#run("away", [...connectionOf(entry), graceMs]);
  }

  async leave(entry: Entry, ending: string | undefined, keepMs: number): Promise<boolean> {
    const { sessionId } = entry.peer;
    if (ending !== undefined) this.#endings.set(sessionId, ending, keepMs);
    const parameters = [flag(ending !== undefined), ending ?? "", keepMs];
    const [, isEmpty] = await this.#run("leave", [...connectionOf(entry), ...parameters]);
    return isEmpty === "1";
  }

  async close(room: string, ending: string, keepMs: number): Promise<readonly Entry[]> {
    const [, ...pairs] = await this.#run("close", [room, ending, keepMs]);
    const entries = entriesIn(room, pairs, this.#options.clock);
    for (const { peer, proof } of entries) {
      if (proof) this.#endings.set(peer.sessionId, ending, keepMs);
    }
    return entries;
  }

  async look(room: string): Promise<void> {
    await this.#run("look", [room]);
  }

  async list(room: string): Promise<readonly Entry[]> {
    const [, ...pairs] = await this.#run("list", [room], keysOf(room));
    return entriesIn(room, pairs, this.#options.clock);
  }

  async rooms({ limit, after = "" }: PageRequest): Promise<Page<RoomSummary>> {
    const [, ...pairs] = await this.#run("rooms", [after, limit + 1]);
    const all: RoomSummary[] = [];
    for (let index = 0; index + 1 < pairs.length; index += 2) {
      all.push({ room: pairs[index] ?? "", peers: Number(pairs[index + 1]) });
    }
    const items = all.slice(0, limit);
    const last = items.at(-1);
    return all.length > limit && last ? { items, next: last.room } : { items };
  }

  async isPresent(subject: string): Promise<boolean> {
    const field = subjectField(subject);
    const [, count] = await this.#run("isPresent", [field], [`who:${field}`]);
    return count === "1";
  }

  async nodes(): Promise<readonly string[]> {
    const [, ...nodes] = await this.#run("nodes", []);
    return nodes;
  }

  /** Returns the rooms in which Redis has peers of this node. */
  async ownRooms(): Promise<readonly string[]> {
    const [, ...rooms] = await this.#run("ownRooms", []);
    return rooms;
  }

  /** Returns what Redis has of some rooms, in their order. */
  async check(rooms: readonly string[]): Promise<readonly RoomNumbers[]> {
    const [, ...numbers] = await this.#run("check", rooms);
    return rooms.map((_, index) => ({
      number: numberIn(numbers[2 * index]) ?? 0,
      own: numberIn(numbers[2 * index + 1]) ?? 0,
    }));
  }

  /** Puts back what Redis has lost of the peers of this node in a room. Resolves with the peers that lost their place. */
  async restate(room: string, { number, entries, underWay }: Statement): Promise<readonly Entry[]> {
    const { clock, graceMs } = this.#options;
    const pairs = entries.flatMap((entry) => [entry.peer.peerId, recordOf(entry, clock)]);
    const parameters = [room, number, graceMs, underWay.length, ...underWay, ...pairs];
    const [, ...lost] = await this.#run("restate", parameters);
    const ids = new Set(lost);
    return entries.filter(({ peer }) => ids.has(peer.peerId));
  }

  /** This node has restated all its peers. */
  async restated(): Promise<void> {
    await this.#run("restated", []);
  }

  /** Returns all live nodes if all of them have restated their peers; otherwise none. */
  async restatedNodes(): Promise<readonly string[]> {
    const [, ...nodes] = await this.#run("restatedNodes", []);
    return nodes;
  }

  /** Puts back the endings of the sessions that ended through this node. */
  async restateEndings(): Promise<void> {
    for (const [sessionId, { text, untilMs }] of this.#endings.all()) {
      const keepMs = Math.max(0, untilMs - Date.now());
      await this.#run("keepEnding", [sessionId, text, keepMs]);
    }
  }

  #entry(room: string, peerId: string, record: string): Entry | undefined {
    return entryIn({ room, peerId, record }, this.#options.clock)?.entry;
  }

  async #run(
    name: ScriptName,
    parameters: readonly (string | number)[],
    keys: readonly string[] = [],
  ): Promise<readonly string[]> {
    const { connection, lease, epochEnded } = this.#options;
    const known = lease();
    if (known === undefined) throw unavailable("Redis");
    const answer = await connection.run(name, known, parameters).catch((error: unknown) => {
      if (!(error instanceof RedisError)) throw error;
      this.#options.broken(error, keys);
      throw unavailable("the directory");
    });
    if (answer[0] !== "epoch") return answer;
    epochEnded();
    throw unavailable("the directory");
  }
}

function keysOf(room: string): readonly string[] {
  return [`room:${room}`, `at:${room}`];
}

/** Returns the parameters that name the connection of an entry. */
function connectionOf({ peer, joinedAtMs, generation }: Entry): readonly (string | number)[] {
  const { room, peerId, sessionId, socketId } = peer;
  return [room, peerId, sessionId, socketId, joinedAtMs, generation];
}

function flag(isSet: boolean): string {
  return isSet ? "1" : "0";
}
