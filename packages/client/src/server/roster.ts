import type { MessageEnvelope, PresenceBatch, RoomPeer } from "simple-webrtc-signaling-protocol";

type SessionPeer = RoomPeer & { readonly sessionId: string };

/** A session that left. Its socket is known if presence reported the peer before. */
type Departure = PresenceBatch["left"][number] & Partial<Pick<RoomPeer, "socketId">>;

/** The peers that joined and the peers that left. Each change is reported once. */
export interface Changes {
  readonly joined: readonly SessionPeer[];
  readonly left: readonly Departure[];
}

const none: Changes = { joined: [], left: [] };

/**
 * The peers of the room with one session each, from a snapshot and the batches that follow it. Reports every change once. A peer
 * with a new session is reported as left and joined.
 */
export class Roster {
  /** By peer id. */
  readonly #peers = new Map<string, SessionPeer>();
  /** By session id: peers whose message arrived before the batch that reports them. */
  readonly #received = new Map<string, Departure>();
  readonly #selfId: string;
  #revision: number | undefined;

  constructor(selfId: string) {
    this.#selfId = selfId;
  }

  /** All peers that joined and have not left. */
  get peers(): readonly RoomPeer[] {
    return [...this.#peers.values()];
  }

  has({ peerId, sessionId }: Departure): boolean {
    return this.#peers.get(peerId)?.sessionId === sessionId;
  }

  /** Records a sender that presence has not reported yet. Presence reports a peer that leaves within a tick only as left. */
  receive({ from: peerId, fromSession: sessionId }: MessageEnvelope): void {
    if (sessionId === undefined || peerId === this.#selfId) return;
    if (!this.has({ peerId, sessionId })) this.#received.set(sessionId, { peerId, sessionId });
  }

  /**
   * Applies a snapshot of a revision. If it is partial (`isPartial`), missing peers count as present: they may still be
   * reconnecting to a server that has just started.
   */
  replace(peers: readonly RoomPeer[], revision: number, isPartial = false): Changes {
    this.#revision = revision;
    const present = peers.filter(isSessionPeer);
    const ids = new Set(present.map(({ sessionId }) => sessionId));
    const known = [...this.#peers.values(), ...this.#received.values()];
    const missing = known.filter(({ sessionId }) => !ids.has(sessionId));
    return this.#change(present, isPartial ? [] : missing);
  }

  /** Applies a batch. Returns `"gap"` and changes nothing if an earlier batch is missing. Ignores batches before the first snapshot. */
  apply({ revision, joined, left }: PresenceBatch): Changes | "gap" {
    if (this.#revision === undefined || revision <= this.#revision) return none;
    if (revision > this.#revision + 1) return "gap";
    this.#revision = revision;
    return this.#change(joined, left);
  }

  /** Prepares for a new connection, which counts revisions anew. Batches before its snapshot are ignored. */
  forgetRevision(): void {
    this.#revision = undefined;
  }

  /** Ignores the leave of an unknown session. */
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
      return this.#received.has(sessionId) && !this.#peers.has(peerId);
    });
    for (const { sessionId } of [...came, ...went]) this.#received.delete(sessionId);
    return { left: [...left, ...replaced, ...unseen], joined };
  }
}

function isSessionPeer(peer: RoomPeer): peer is SessionPeer {
  return peer.sessionId !== undefined;
}
