/** A peer as everybody may know it: its id, where it is and what it says of itself. */
export interface Peer {
  readonly peerId: string;
  readonly room: string;
  /** The same over several connections, if its session is resumable; else the socket's. */
  readonly sessionId: string;
  readonly socketId: string;
  readonly metadata: unknown;
}

/**
 * Who is in which room. Every method settles within two seconds; an implementation that cannot
 * answer in that time rejects with a `SignalingError` of code `unavailable`.
 */
export interface Directory {
  /** Takes the peer's id in its room, if it is free. Of two claims at once exactly one is granted. */
  claim(peer: Peer): Promise<"granted" | "taken">;
  /** Puts what is said now in the place of what was said before, if the same session holds the id. */
  replace(peer: Peer): Promise<void>;
  /** Frees the id if this very peer (same `sessionId`) holds it; a later holder keeps it. */
  release(peer: Peer): Promise<void>;
  find(room: string, peerId: string): Promise<Peer | undefined>;
  /** The peers of a room, in the order they came. */
  list(room: string): Promise<readonly Peer[]>;
}
