import type { PresenceBatch } from "simple-webrtc-signaling-protocol";
import type { Peer } from "../directory/directory.ts";
import type { Rooms } from "../rooms.ts";
import type { Session } from "./session.ts";

/** How long changes of a room are gathered before they are told, in milliseconds. */
const tickMs = 50;

interface Changes {
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

  join(peer: Peer): void {
    this.#changesOf(peer.room).joined.set(peer.sessionId, peer);
  }

  /** Whoever comes and leaves within a tick was never there. */
  leave(peer: Peer): void {
    const { joined, left } = this.#changesOf(peer.room);
    if (!joined.delete(peer.sessionId)) left.set(peer.sessionId, peer);
  }

  #changesOf(room: string): Changes {
    const known = this.#changes.get(room);
    if (known) return known;
    const changes = { joined: new Map(), left: new Map() };
    this.#changes.set(room, changes);
    setTimeout(() => this.#tell(room), tickMs).unref();
    return changes;
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
