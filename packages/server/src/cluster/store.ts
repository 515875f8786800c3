import type {
  Claim,
  ClaimOutcome,
  Entry,
  Move,
  MoveOutcome,
  Peer,
  RoomSummary,
} from "./directory.ts";
import type { Page, PageRequest } from "./page.ts";

/**
 * The memory that all nodes of a cluster share. Each operation is atomic. An operation that changes a room gives the change
 * the room's next number and sends it to every node with peers in the room, including the node that made the change.
 *
 * A node receives the changes, and the responses to its own operations, in the order in which they happened in the store.
 * An operation whose response does not arrive rejects; then it may have happened.
 */
export interface DirectoryStore {
  /** The node has no contact to the store: every operation is rejected at once. */
  readonly isApart: boolean;
  claim(claim: Claim, needs: SnapshotNeed): Promise<ClaimResult>;
  move(move: Move, needs: SnapshotNeed): Promise<MoveOutcome>;
  /** Makes a session away, unless it has a later connection. */
  away(entry: Entry, graceMs: number): Promise<void>;
  /**
   * Removes an entry. An entry of a later connection stays, unless it is away: an explicit leave counts also after
   * another node has adopted the session. Resolves with whether the room has no peers now, also if the entry had left before:
   * the response to that leave may have been lost.
   */
  leave(entry: Entry, ending: string | undefined, keepMs: number): Promise<boolean>;
  /** Removes all entries of a room, and keeps `ending` for their sessions. */
  close(room: string, ending: string, keepMs: number): Promise<readonly Entry[]>;
  /** Sends a snapshot of the room to this node. */
  look(room: string): Promise<void>;
  list(room: string): Promise<readonly Entry[]>;
  rooms(request: PageRequest): Promise<Page<RoomSummary>>;
  isPresent(subject: string): Promise<boolean>;
  nodes(): Promise<readonly string[]>;
}

/** The outcome of a claim. `isOpening`: the room had no peers before it. */
export type ClaimResult =
  | Exclude<ClaimOutcome, { readonly type: "granted" }>
  | { readonly type: "granted"; readonly isOpening: boolean };

export interface SnapshotNeed {
  /** The node has no view of the room, so it receives a snapshot in place of the change. */
  readonly needsSnapshot: boolean;
}

/** A message of the store to a node. `number` counts the changes of one room. */
export type StoreEvent =
  | {
      readonly type: "joined" | "moved";
      readonly number: number;
      readonly entry: Entry;
    }
  | ({ readonly type: "left"; readonly number: number } & Pick<
      Peer,
      "room" | "peerId" | "sessionId"
    >)
  | {
      readonly type: "snapshot";
      readonly room: string;
      readonly number: number;
      readonly entries: readonly Entry[];
    }
  | { readonly type: "closed"; readonly room: string; readonly ending: string };
