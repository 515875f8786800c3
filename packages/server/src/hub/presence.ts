import type { PresenceBatch } from "simple-webrtc-signaling-protocol";
import type { Peer } from "../directory/directory.ts";
import type { Rooms } from "../rooms.ts";
import type { Session } from "./session.ts";

/** How long changes of a room are gathered before they are told, in milliseconds. */
const tickMs = 50;

/** And how long if nobody is waiting for it: after a restart all come back to a room whose others know them. */
const leisureMs = 1_000;

interface Changes {
  timer: NodeJS.Timeout;
  isLeisurely: boolean;
  readonly joined: Map<string, Peer>;
  readonly left: Map<string, Peer>;
}

/**
 * Tells clients with a session who comes and who leaves, once a tick for each room: to tell everybody of each one is
 * work that grows with the square of the room.
 */
export class Presence {
  readonly #audience: Rooms<Session>;
  readonly #revisions = new Map<string, number>();
  readonly #changes = new Map<string, Changes>();

  constructor(audience: Rooms<Session>) {
    this.#audience = audience;
  }

  /** How many batches of a room have been told. */
  revision(room: string): number {
    return this.#revisions.get(room) ?? 0;
  }

  /** Of whoever comes back with the session of an earlier process (`isRecalled`) most know. */
  join(peer: Peer, isRecalled = false): void {
    this.#changesOf(peer.room, isRecalled).joined.set(peer.sessionId, peer);
  }

  /** Whoever comes and leaves within a tick was never there. */
  leave(peer: Peer): void {
    const { joined, left } = this.#changesOf(peer.room, false);
    if (!joined.delete(peer.sessionId)) left.set(peer.sessionId, peer);
  }

  #changesOf(room: string, isLeisurely: boolean): Changes {
    const known = this.#changes.get(room);
    if (known?.isLeisurely && !isLeisurely) {
      clearTimeout(known.timer);
      known.timer = this.#tellIn(tickMs, room);
      known.isLeisurely = false;
    }
    if (known) return known;
    const timer = this.#tellIn(isLeisurely ? leisureMs : tickMs, room);
    const changes = { timer, isLeisurely, joined: new Map(), left: new Map() };
    this.#changes.set(room, changes);
    return changes;
  }

  #tellIn(milliseconds: number, room: string): NodeJS.Timeout {
    return setTimeout(() => this.#tell(room), milliseconds).unref();
  }

  #tell(room: string): void {
    const changes = this.#changes.get(room);
    this.#changes.delete(room);
    if (this.#audience.size(room) === 0) this.#revisions.delete(room);
    else if (changes && changes.joined.size + changes.left.size > 0) this.#deliver(room, changes);
  }

  #deliver(room: string, { joined, left }: Changes): void {
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
