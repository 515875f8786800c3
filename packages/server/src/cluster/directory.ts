import type { Page, PageRequest } from "./page.ts";

/** The public data of a peer. */
export interface Peer {
  readonly peerId: string;
  readonly room: string;
  /** Constant over all connections of a resumable session; otherwise the id of the socket. */
  readonly sessionId: string;
  readonly socketId: string;
  readonly metadata: unknown;
  /** Absent if the peer stated none. */
  readonly joinId?: string | undefined;
}

/** The states of an entry: without a session, with a session, and with a session whose connection is lost. */
export type EntryState = "plain" | "resumable" | "away";

/** The record of one peer in the directory. An entry never changes: another entry replaces it. */
export interface Entry {
  readonly peer: Peer;
  /** The node with the peer's connection; for an away session, the node that ends it after the grace period. */
  readonly node: string;
  /** Increases with every connection of a session. A message with an earlier generation is refused. */
  readonly generation: number;
  readonly state: EntryState;
  /** The end of the grace period of an away session, in milliseconds since 1970; otherwise 0. */
  readonly awayUntilMs: number;
  readonly subject: string | undefined;
  /** The time of the join, in milliseconds since 1970. */
  readonly joinedAtMs: number;
  /** `undefined`: the peer has no session. */
  readonly proof: StoredProof | undefined;
}

/** The data that a claim is compared with. It contains hashes only, so it gives nobody a session. */
export interface StoredProof {
  readonly hash: string;
  /** Stays valid until the client shows the next secret, because the reply with that secret may have been lost. */
  readonly lastHash: string | undefined;
  /** Each attempt number is accepted once, and only in ascending order. */
  readonly attempt: number;
  /** The number of secrets that were issued since the session began, or since it was restored. */
  readonly issued: number;
  /** The data of a session of an earlier process, which its client has proven; opaque for the directory. */
  readonly restored: RestoredProof | undefined;
}

/** Lineages of secrets, as text. */
export interface RestoredProof {
  readonly from: string;
  readonly continuation: string;
}

/** A request for a peer id. */
export interface Claim extends Pick<Entry, "peer" | "subject" | "joinedAtMs" | "proof"> {
  /** 0 disables the limit, here and below. */
  readonly maxPeersPerRoom: number;
  readonly maxRoomsPerIdentity: number;
}

export type ClaimOutcome =
  | { readonly type: "granted" }
  | { readonly type: "full" | "too-many-rooms" }
  /** Another session has the id. */
  | { readonly type: "taken"; readonly holder: Entry };

/** A request to move a session to another connection. */
export interface Move {
  readonly room: string;
  readonly peerId: string;
  readonly sessionId: string;
  readonly subject: string | undefined;
  readonly socketId: string;
  /** The hash of the secret that the client shows. */
  readonly shown: string;
  readonly attempt: number;
  /** The hash of the secret that the client receives. */
  readonly next: string;
  /** Permits the move without a comparison of hashes, if the entry still has this generation. */
  readonly instead?: { readonly generation: number; readonly restored: RestoredProof } | undefined;
}

export type MoveOutcome =
  | { readonly type: "moved" }
  /** The session exists, but the claim is not valid. */
  | { readonly type: "refused"; readonly entry: Entry }
  /** The session does not exist. `ending` is the text with which it left, if that was within the grace period. */
  | { readonly type: "absent"; readonly ending: string | undefined };

export interface Leave {
  /** The text that `move` returns for this session from now on. */
  readonly ending?: string | undefined;
  /** `false`: the leave is not announced on this node. Default: `true`. */
  readonly isAnnounced?: boolean;
}

/** A change of a room. The changes of a room have the same order on all nodes. */
export type Change =
  | { readonly type: "joined"; readonly entry: Entry }
  /** The session has another connection, or has become away. */
  | { readonly type: "moved"; readonly entry: Entry; readonly before: Entry }
  /** This node keeps an away session of a connection that it does not have. */
  | { readonly type: "adopted"; readonly entry: Entry }
  | { readonly type: "left"; readonly entry: Entry; readonly isAnnounced: boolean }
  /** The grace period of an away session of this node has ended: the listener must call `leave`. */
  | { readonly type: "expired"; readonly entry: Entry }
  /** A claim of this node was granted in a room without peers; told before the claim resolves. */
  | { readonly type: "opened"; readonly room: string }
  /** A leave of this node was that of the last peer; told when the directory has the leave. */
  | { readonly type: "emptied"; readonly room: string }
  /** All peers left at once. */
  | { readonly type: "closed"; readonly entries: readonly Entry[]; readonly ending: string };

/** The entries of a room on a node that has peers in this room. */
export interface View {
  readonly size: number;
  get(peerId: string): Entry | undefined;
  /** Returns the entries in the order in which the peers joined. */
  entries(): Iterable<Entry>;
  /** Returns the nodes that have peers in the room, with the number of their peers. */
  nodes(): Iterable<readonly [node: string, peers: number]>;
}

export interface RoomSummary {
  readonly room: string;
  readonly peers: number;
}

/**
 * The peers of all rooms on all nodes, as one node sees them. Every promise settles within two seconds. It rejects with a
 * `SignalingError` of code `unavailable` if the directory does not respond; then nothing has happened, or it is undone.
 */
export interface Directory {
  /**
   * Claims a peer id. Exactly one of several concurrent claims is granted. `entered` is called synchronously when the peer
   * is in the view, before any message for the peer can arrive and before any later change of the room.
   */
  claim(claim: Claim, entered: (entry: Entry) => void): Promise<ClaimOutcome>;
  /** Moves a session from any node to a connection of this node. `entered` is called as for a claim. */
  move(move: Move, entered: (entry: Entry) => void): Promise<MoveOutcome>;
  /**
   * Makes a session of this node away: here at once, on other nodes as soon as possible. It leaves after the grace period.
   * A second call begins the period again.
   */
  away(entry: Entry, graceMs?: number): void;
  /** Removes a peer of this node: here at once, on other nodes as soon as possible. */
  leave(entry: Entry, leave?: Leave): void;
  /**
   * Reads a room again. A peer of this node that it does not know is undone before the promise resolves, as far as later
   * claims can see: the response to its claim or move was lost.
   */
  readAgain(room: string): Promise<void>;
  /** Removes all peers of a room at once, on all nodes, and returns them. */
  close(room: string, ending: string): Promise<readonly Entry[]>;
  /** Returns `undefined` for a room in which this node has no peers. */
  view(room: string): View | undefined;
  /**
   * Returns the entries of a room, in the order in which the peers joined. The list contains every peer whose claim was
   * granted before the call, on any node. While the directory does not respond, it contains the peers that this node knows.
   */
  list(room: string): Promise<readonly Entry[]>;
  rooms(request: PageRequest): Promise<Page<RoomSummary>>;
  /** Returns whether an identity has a peer in any room. */
  isPresent(subject: string): Promise<boolean>;
  /** Returns the ids of all nodes. */
  nodes(): Promise<readonly string[]>;
  /** Sets the function that receives the changes of all rooms in which this node has peers. */
  onChange(listener: (change: Change) => void): void;
}
