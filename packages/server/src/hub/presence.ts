import type { PresenceBatch } from "simple-webrtc-signaling-protocol";
import type { Peer } from "../directory/directory.ts";
import type { Rooms } from "../directory/rooms.ts";
import { RoomChanges } from "./room-changes.ts";
import type { Session } from "./session.ts";

/** How long changes of a room are gathered before they are sent, in milliseconds. */
const tickMs = 50;

/** The same for peers that return after a restart: the others know them already. */
const leisureMs = 1_000;

interface Pending {
  timer: NodeJS.Timeout;
  isLeisurely: boolean;
  readonly changes: RoomChanges;
}

/**
 * Sends joins and leaves to clients with a session in one batch a tick for each room: one event for each change would be
 * work that grows with the square of the room.
 */
export class Presence {
  readonly #audience: Rooms<Session>;
  readonly #revisions = new Map<string, number>();
  readonly #pending = new Map<string, Pending>();
  /** By room: what changes while a list of its peers is being read. */
  readonly #recordings = new Map<string, Set<RoomChanges>>();
  /** By session id: peers whose leave was sent, and which the directory may still list. */
  readonly #leaving = new Map<string, Peer>();

  constructor(audience: Rooms<Session>) {
    this.#audience = audience;
  }

  /** Returns the number of batches that have been sent to a room. */
  revision(room: string): number {
    return this.#revisions.get(room) ?? 0;
  }

  /** `isRecalled`: the peer resumes the session of an earlier process, so most of the others know it. */
  join(peer: Peer, isRecalled = false): void {
    for (const changes of this.#allChangesOf(peer.room, isRecalled)) changes.join(peer);
  }

  /** Until the directory has `released` the peer, lists are read without it. */
  leave(peer: Peer): void {
    this.#leaving.set(peer.sessionId, peer);
    for (const changes of this.#allChangesOf(peer.room, false)) changes.leave(peer);
  }

  /** The directory does not list the peer any more, or has failed to remove it. */
  released({ sessionId }: Peer): void {
    this.#leaving.delete(sessionId);
  }

  /** Reads a list of a room's peers and passes it on as it is at that moment, with all changes of the time it took. */
  async read<Value>(
    room: string,
    list: () => Promise<readonly Peer[]>,
    use: (peers: readonly Peer[]) => Value,
  ): Promise<Value> {
    const changes = new RoomChanges();
    for (const peer of this.#leaving.values()) if (peer.room === room) changes.leave(peer);
    const recordings = this.#recordings.get(room) ?? new Set();
    this.#recordings.set(room, recordings.add(changes));
    try {
      const peers = await list();
      return use(changes.appliedTo(peers));
    } finally {
      recordings.delete(changes);
      if (recordings.size === 0) this.#recordings.delete(room);
    }
  }

  #allChangesOf(room: string, isLeisurely: boolean): Iterable<RoomChanges> {
    return [this.#pendingOf(room, isLeisurely).changes, ...(this.#recordings.get(room) ?? [])];
  }

  #pendingOf(room: string, isLeisurely: boolean): Pending {
    const known = this.#pending.get(room);
    if (known?.isLeisurely && !isLeisurely) {
      clearTimeout(known.timer);
      known.timer = this.#sendIn(tickMs, room);
      known.isLeisurely = false;
    }
    if (known) return known;
    const timer = this.#sendIn(isLeisurely ? leisureMs : tickMs, room);
    const pending = { timer, isLeisurely, changes: new RoomChanges() };
    this.#pending.set(room, pending);
    return pending;
  }

  #sendIn(milliseconds: number, room: string): NodeJS.Timeout {
    return setTimeout(() => this.#send(room), milliseconds).unref();
  }

  #send(room: string): void {
    const pending = this.#pending.get(room);
    this.#pending.delete(room);
    if (this.#audience.size(room) === 0) this.#revisions.delete(room);
    else if (pending && !pending.changes.isEmpty) this.#deliver(room, pending.changes);
  }

  #deliver(room: string, { joined, left }: RoomChanges): void {
    const revision = this.revision(room) + 1;
    this.#revisions.set(room, revision);
    const batch: PresenceBatch = {
      revision,
      joined: [...joined.values()].map(({ peerId, socketId, sessionId, metadata }) => ({
        peerId,
        socketId,
        sessionId,
        metadata,
      })),
      left: [...left.values()].map(({ peerId, sessionId }) => ({ peerId, sessionId })),
    };
    for (const session of this.#audience.members(room)) {
      if (session.resumable) session.present(batch);
    }
  }
}
