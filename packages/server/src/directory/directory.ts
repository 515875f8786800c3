/** The public data of a peer. */
export interface Peer {
  readonly peerId: string;
  readonly room: string;
  /** Constant over all connections of a resumable session; otherwise the id of the socket. */
  readonly sessionId: string;
  readonly socketId: string;
  readonly metadata: unknown;
}

/**
 * The peers of all rooms. Every method settles within two seconds; an implementation that cannot answer in that time
 * rejects with a `SignalingError` of code `unavailable`.
 */
export interface Directory {
  /** Claims the peer's id in its room, if it is free. Exactly one of several concurrent claims is granted. */
  claim(peer: Peer): Promise<"granted" | "taken">;
  /** Replaces the data of a peer, if the same session holds the id. */
  replace(peer: Peer): Promise<void>;
  /** Frees the id if the same session (`sessionId`) holds it; a later holder keeps it. */
  release(peer: Peer): Promise<void>;
  find(room: string, peerId: string): Promise<Peer | undefined>;
  /** Returns the peers of a room, in the order in which they joined. */
  list(room: string): Promise<readonly Peer[]>;
}
