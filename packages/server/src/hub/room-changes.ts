import type { Peer } from "../cluster/directory.ts";

/**
 * The peers that joined and left a room during a period. A peer that joined and then left is in `left` only, because a reply
 * may have listed it in between. A session that left and then joined again is in both maps: its leave comes first.
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
}
