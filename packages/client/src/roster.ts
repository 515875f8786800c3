import type { PresenceBatch, RoomPeer } from "simple-webrtc-signaling-protocol";

type SessionPeer = RoomPeer & { readonly sessionId: string };

/** Who came and who left, since the last time it was said. */
export interface Changes {
  readonly joined: readonly SessionPeer[];
  readonly left: readonly SessionPeer[];
}

const none: Changes = { joined: [], left: [] };

/** Who is in the room, by session: a snapshot, and the batches that follow it. Says every change once. */
export class Roster {
  readonly #peers = new Map<string, SessionPeer>();
  readonly #selfId: string;
  #revision: number | undefined;

  constructor(selfId: string) {
    this.#selfId = selfId;
  }

  /** Everybody who is known to be there, or has not been seen to leave. */
  get peers(): readonly RoomPeer[] {
    return [...this.#peers.values()];
  }

  has(sessionId: string): boolean {
    return this.#peers.has(sessionId);
  }

  /**
   * Everybody, as of a revision. While others may still be coming back to a server that has just started
   * (`isPartial`), whoever is missing has not left.
   */
  replace(peers: readonly RoomPeer[], revision: number, isPartial = false): Changes {
    this.#revision = revision;
    const present = peers.filter(isSessionPeer);
    const ids = new Set(present.map(({ sessionId }) => sessionId));
    const missing = [...this.#peers.values()].filter(({ sessionId }) => !ids.has(sessionId));
    const left = isPartial ? [] : missing;
    return {
      left: left.filter((peer) => this.#remove(peer)),
      joined: present.filter((peer) => this.#add(peer)),
    };
  }

  /** A batch; `"gap"` if one before it was missed, and nothing was done. Before the first snapshot nothing is believed. */
  apply({ revision, joined, left }: PresenceBatch): Changes | "gap" {
    if (this.#revision === undefined || revision <= this.#revision) return none;
    if (revision > this.#revision + 1) return "gap";
    this.#revision = revision;
    return {
      left: left.flatMap(({ sessionId }) => {
        const peer = this.#peers.get(sessionId);
        return peer && this.#remove(peer) ? [peer] : [];
      }),
      joined: joined.filter((peer) => this.#add(peer)),
    };
  }

  #add(peer: SessionPeer): boolean {
    if (peer.peerId === this.#selfId || this.#peers.has(peer.sessionId)) return false;
    this.#peers.set(peer.sessionId, peer);
    return true;
  }

  #remove({ sessionId }: SessionPeer): boolean {
    return this.#peers.delete(sessionId);
  }
}

function isSessionPeer(peer: RoomPeer): peer is SessionPeer {
  return peer.sessionId !== undefined;
}
