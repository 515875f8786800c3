import type { PresenceBatch } from "simple-webrtc-signaling-protocol";
import type { Peer } from "../directory/directory.ts";
import type { Rooms } from "../directory/rooms.ts";
import { RoomChanges } from "./room-changes.ts";
import type { Session } from "./session.ts";

/** Time for which changes of a room are collected before they are sent, in milliseconds. */
const tickMs = 50;

/** The same time for peers that resume their sessions after a restart, because the other peers already know them. */
const restoredTickMs = 1_000;

interface Pending {
  timer: NodeJS.Timeout;
  hasOnlyRestored: boolean;
  readonly changes: RoomChanges;
}

/**
 * Sends joins and leaves to clients with a session, in one batch per tick and room. With one event for each change the work
 * would grow with the square of the number of peers.
 */
export class Presence {
  readonly #localMembers: Rooms<Session>;
  readonly #revisions = new Map<string, number>();
  readonly #pending = new Map<string, Pending>();
  /** By room: the changes during each pending read of its peers. */
  readonly #recordings = new Map<string, Set<RoomChanges>>();
  /** By session id: peers whose leave was announced, and which the directory may still list. */
  readonly #leaving = new Map<string, Peer>();

  constructor(localMembers: Rooms<Session>) {
    this.#localMembers = localMembers;
  }

  /** Returns the number of batches that were sent to a room. */
  revision(room: string): number {
    return this.#revisions.get(room) ?? 0;
  }

  /** Adds a join. `isRestored`: the peer resumed a session of an earlier process, so most other peers know it. */
  join(peer: Peer, isRestored = false): void {
    for (const changes of this.#allChangesOf(peer.room, isRestored)) changes.join(peer);
  }

  /** Adds a leave. Lists do not contain the peer from now on, even before the directory has `released` it. */
  leave(peer: Peer): void {
    this.#leaving.set(peer.sessionId, peer);
    for (const changes of this.#allChangesOf(peer.room, false)) changes.leave(peer);
  }

  /** The directory has removed the peer, or has failed to remove it. */
  released({ sessionId }: Peer): void {
    this.#leaving.delete(sessionId);
  }

  /** Reads the peers of a room and passes them to `use`, including all changes during the read. */
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

  #allChangesOf(room: string, isRestored: boolean): Iterable<RoomChanges> {
    return [this.#pendingOf(room, isRestored).changes, ...(this.#recordings.get(room) ?? [])];
  }

  #pendingOf(room: string, isRestored: boolean): Pending {
    const known = this.#pending.get(room);
    if (known?.hasOnlyRestored && !isRestored) {
      clearTimeout(known.timer);
      known.timer = this.#sendIn(tickMs, room);
      known.hasOnlyRestored = false;
    }
    if (known) return known;
    const timer = this.#sendIn(isRestored ? restoredTickMs : tickMs, room);
    const pending = { timer, hasOnlyRestored: isRestored, changes: new RoomChanges() };
    this.#pending.set(room, pending);
    return pending;
  }

  #sendIn(milliseconds: number, room: string): NodeJS.Timeout {
    return setTimeout(() => this.#send(room), milliseconds).unref();
  }

  #send(room: string): void {
    const pending = this.#pending.get(room);
    this.#pending.delete(room);
    if (this.#localMembers.size(room) === 0) this.#revisions.delete(room);
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
    const event = { type: "presence", batch } as const;
    for (const session of this.#localMembers.members(room)) {
      if (session.resumable) session.connection.send(event);
    }
  }
}
