import type { PresenceBatch, RoomPeer } from "simple-webrtc-signaling-protocol";

type SessionPeer = RoomPeer & { readonly sessionId: string };

/** Who came and who left, since the last time it was said. */
export interface Changes {
  readonly joined: readonly SessionPeer[];
  readonly left: readonly SessionPeer[];
}

const none: Changes = { joined: [], left: [] };

/**
 * Who is in the room, each by one session: a snapshot, and the batches that follow it. Says every change once. Whoever
 * is there by another session than before has left and come.
 */
export class Roster {
  /** By peer id. */
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

  has({ peerId, sessionId }: PresenceBatch["left"][number]): boolean {
    return this.#peers.get(peerId)?.sessionId === sessionId;
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
    return this.#change(present, isPartial ? [] : missing);
  }

  /** A batch; `"gap"` if one before it was missed, and nothing was done. Before the first snapshot nothing is believed. */
  apply({ revision, joined, left }: PresenceBatch): Changes | "gap" {
    if (this.#revision === undefined || revision <= this.#revision) return none;
    if (revision > this.#revision + 1) return "gap";
    this.#revision = revision;
    return this.#change(joined, left);
  }

  /** From now on another connection tells of changes, and counts them anew: until its snapshot nothing is believed. */
  forgetRevision(): void {
    this.#revision = undefined;
  }

  #change(came: readonly SessionPeer[], went: PresenceBatch["left"]): Changes {
    const known = ({ peerId, sessionId }: PresenceBatch["left"][number]) => {
      const peer = this.#peers.get(peerId);
      return peer?.sessionId === sessionId ? [peer] : [];
    };
    const left = went.flatMap(known);
    for (const { peerId } of left) this.#peers.delete(peerId);
    const joined = came.filter((peer) => peer.peerId !== this.#selfId && known(peer).length === 0);
    const replaced = joined.flatMap(({ peerId }) => this.#peers.get(peerId) ?? []);
    for (const peer of joined) this.#peers.set(peer.peerId, peer);
    return { left: [...left, ...replaced], joined };
  }
}

function isSessionPeer(peer: RoomPeer): peer is SessionPeer {
  return peer.sessionId !== undefined;
}
