import type { Peer } from "../directory/directory.ts";

/**
 * The peers that joined a room and left it during a period. A peer that did both is in `left` only, because a reply may
 * have listed it in between. A session that left and joined again is in both: its leave comes first.
 */
export class RoomChanges {
  /** By session id. */
  readonly joined = new Map<string, Peer>();
  readonly left = new Map<string, Peer>();

  get isEmpty(): boolean {
    return this.joined.size + this.left.size === 0;
  }

  join(peer: Peer): void {
    this.joined.set(peer.sessionId, peer);
  }

  leave(peer: Peer): void {
    this.joined.delete(peer.sessionId);
    this.left.set(peer.sessionId, peer);
  }

  /** Returns a list of peers that was read at the beginning of the period as it is at the end. */
  appliedTo(peers: readonly Peer[]): readonly Peer[] {
    if (this.isEmpty) return peers;
    const { joined, left } = this;
    const remaining = peers.filter(
      ({ sessionId }) => joined.has(sessionId) || !left.has(sessionId),
    );
    const known = new Set(remaining.map(({ sessionId }) => sessionId));
    return [...remaining, ...[...joined.values()].filter(({ sessionId }) => !known.has(sessionId))];
  }
}
