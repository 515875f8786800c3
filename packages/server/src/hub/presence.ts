import type { PresenceBatch } from "simple-webrtc-signaling-protocol";
import type { Peer } from "../cluster/directory.ts";
import { RoomChanges } from "./room-changes.ts";
import type { Rooms } from "./rooms.ts";
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

  constructor(localMembers: Rooms<Session>) {
    this.#localMembers = localMembers;
  }

  /** Returns the number of batches that were sent to a room. */
  revision(room: string): number {
    return this.#revisions.get(room) ?? 0;
  }

  /** Adds a join. `isRestored`: the peer resumed a session of an earlier process, so most other peers know it. */
  join(peer: Peer, isRestored = false): void {
    this.#pendingOf(peer.room, isRestored).changes.join(peer);
  }

  leave(peer: Peer): void {
    this.#pendingOf(peer.room, false).changes.leave(peer);
  }

  /** Forgets a room whose peers were all removed at once. */
  forget(room: string): void {
    clearTimeout(this.#pending.get(room)?.timer);
    this.#pending.delete(room);
    this.#revisions.delete(room);
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
      joined: [...joined.values()].map(({ peerId, socketId, sessionId, metadata, joinId }) => ({
        peerId,
        socketId,
        sessionId,
        metadata,
        joinId,
      })),
      left: [...left.values()].map(({ peerId, sessionId }) => ({ peerId, sessionId })),
    };
    const event = { type: "presence", batch } as const;
    for (const session of this.#localMembers.members(room)) {
      if (session.resumable) session.connection.send(event);
    }
  }
}
