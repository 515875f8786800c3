import type { MessageEnvelope, PresenceBatch, RoomPeer } from "simple-webrtc-signaling-protocol";

type SessionPeer = RoomPeer & { readonly sessionId: string };

/** A session that has left. Its socket is known if presence has told of the peer before. */
type Departure = PresenceBatch["left"][number] & Partial<Pick<RoomPeer, "socketId">>;

/** The peers that joined and that left, each told once. */
export interface Changes {
  readonly joined: readonly SessionPeer[];
  readonly left: readonly Departure[];
}

const none: Changes = { joined: [], left: [] };

/**
 * Who is in the room, each by one session: a snapshot, and the batches that follow it. Says every change once. Whoever
 * is there by another session than before has left and come.
 */
export class Roster {
  /** By peer id. */
  readonly #peers = new Map<string, SessionPeer>();
  /** By session id: peers that sent a message ahead of the batch that tells of them. */
  readonly #heard = new Map<string, Departure>();
  readonly #selfId: string;
  #revision: number | undefined;

  constructor(selfId: string) {
    this.#selfId = selfId;
  }

  /** Everybody who is known to be there, or has not been seen to leave. */
  get peers(): readonly RoomPeer[] {
    return [...this.#peers.values()];
  }

  has({ peerId, sessionId }: Departure): boolean {
    return this.#peers.get(peerId)?.sessionId === sessionId;
  }

  /** Takes note of a sender that presence has not told of yet. A peer that leaves within a tick is told as left only. */
  hear({ from: peerId, fromSession: sessionId }: MessageEnvelope): void {
    if (sessionId === undefined || peerId === this.#selfId) return;
    if (!this.has({ peerId, sessionId })) this.#heard.set(sessionId, { peerId, sessionId });
  }

  /**
   * Everybody, as of a revision. While others may still be coming back to a server that has just started
   * (`isPartial`), whoever is missing has not left.
   */
  replace(peers: readonly RoomPeer[], revision: number, isPartial = false): Changes {
    this.#revision = revision;
    const present = peers.filter(isSessionPeer);
    const ids = new Set(present.map(({ sessionId }) => sessionId));
    const known = [...this.#peers.values(), ...this.#heard.values()];
    const missing = known.filter(({ sessionId }) => !ids.has(sessionId));
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

  /** A `left` of a session that is not known is ignored. */
  #change(came: readonly SessionPeer[], went: readonly Departure[]): Changes {
    const left = went.flatMap((departure) => {
      const peer = this.#peers.get(departure.peerId);
      return peer?.sessionId === departure.sessionId ? [peer] : [];
    });
    for (const { peerId } of left) this.#peers.delete(peerId);
    const joined = came.filter((peer) => peer.peerId !== this.#selfId && !this.has(peer));
    const replaced = joined.flatMap(({ peerId }) => this.#peers.get(peerId) ?? []);
    for (const peer of joined) this.#peers.set(peer.peerId, peer);
    const unseen = went.filter(({ peerId, sessionId }) => {
      return this.#heard.has(sessionId) && !this.#peers.has(peerId);
    });
    for (const { sessionId } of [...came, ...went]) this.#heard.delete(sessionId);
    return { left: [...left, ...replaced, ...unseen], joined };
  }
}

function isSessionPeer(peer: RoomPeer): peer is SessionPeer {
  return peer.sessionId !== undefined;
}
