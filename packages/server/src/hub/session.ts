import {
  type Envelope,
  type Notice,
  type PresenceBatch,
  type Refusal,
  SignalingError,
} from "simple-webrtc-signaling-protocol";
import type { Identity } from "../auth/identity.ts";
import type { Peer } from "../directory/directory.ts";
import type { Content } from "./content.ts";
import type { Resumable } from "./resumable.ts";

/**
 * A session's life: connected; ready under a peer id; its connection lost, inside the grace time; ended. Only a
 * resumable session is ever away.
 */
export type SessionState =
  | { readonly state: "visitor" }
  | Present<"peer">
  | Present<"away">
  | { readonly state: "gone" };

interface Present<State extends string> {
  readonly state: State;
  readonly peer: Peer;
  /** In milliseconds since 1970. */
  readonly joinedAtMs: number;
}

/** What became of an envelope: there was no connection any more; its reader was too slow, and was ended. */
export type Delivery = "written" | "closed" | "too-slow";

/** The place of a connection in the order in which this process accepted them, by their handshakes. */
export interface ConnectionOrder {
  readonly number: number;
  /** In milliseconds since 1970. */
  readonly openedAtMs: number;
}

/**
 * The server's memory of one client, as far as it ends with its connection; what outlives that is `resumable`.
 * A gateway makes it; from then on only the hub moves its standing.
 */
export interface Session {
  readonly socketId: string;
  readonly order: ConnectionOrder;
  /** Who it is; another one after a refresh, of the same subject. */
  identity: Identity;
  standing: SessionState;
  /** `undefined`: its client did not ask for more than the seed's wire. */
  resumable: Resumable<Session> | undefined;
  /** Writes to the client's live connection. */
  deliver(envelope: Envelope<Content>): Delivery;
  /** Tells a client without a session under which id it is a peer now, and who was there before. */
  welcome(peerId: string, others: readonly Peer[]): Delivery;
  /** Tells of who came and who left. */
  present(batch: PresenceBatch): Delivery;
  /** Whether its client answers within a second. */
  isAlive(): Promise<boolean>;
  /** Tells the client why, and ends its connection within a second and for good: it leaves as whoever disconnects. */
  end(refusal: Refusal): void;
  /** Tells the client something that people are to read. */
  notify(notice: Notice): void;
}

/** The peer that this session is. Refuses with `not-ready`. */
export function peerOf({ standing }: Session): Peer {
  if (standing.state !== "peer") {
    throw new SignalingError("not-ready", "this socket is not a peer; emit `ready` first");
  }
  return standing.peer;
}

/** The peer that it is, be it here or away; `undefined` if it is none. */
export function presentPeerOf({ standing }: Session): Peer | undefined {
  return standing.state === "peer" || standing.state === "away" ? standing.peer : undefined;
}
