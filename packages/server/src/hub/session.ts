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
 * The states of a session: connected (`visitor`), in a room (`peer`), connection lost within the grace period (`away`),
 * ended (`gone`). Only a resumable session can be away.
 */
export type SessionState =
  | { readonly state: "visitor" }
  | Present<"peer">
  | Present<"away">
  | { readonly state: "gone" };

interface Present<State extends string> {
  readonly state: State;
  readonly peer: Peer;
  /** The time of the join, in milliseconds since 1970. */
  readonly joinedAtMs: number;
}

/** The outcome of a delivery; `too-slow`: the receiver is a slow consumer and was disconnected. */
export type Delivery = "written" | "closed" | "too-slow";

/** The place of a connection in the order of the handshakes of this process. */
export interface ConnectionOrder {
  readonly number: number;
  /** The time of the handshake, in milliseconds since 1970. */
  readonly openedAtMs: number;
}

/**
 * The state of one client that ends with its connection; `resumable` is the part that outlives it. A gateway creates a
 * session, and only the hub changes its `standing`.
 */
export interface Session {
  readonly socketId: string;
  readonly order: ConnectionOrder;
  /** The identity of the client. A refresh replaces it by one of the same subject. */
  identity: Identity;
  standing: SessionState;
  /** `undefined`: the client uses the base protocol only. */
  resumable: Resumable<Session> | undefined;
  /** Writes an envelope to the connection. */
  deliver(envelope: Envelope<Content>): Delivery;
  /** Sends a client without a resumable session its peer id and the peers that were in the room before. */
  welcome(peerId: string, others: readonly Peer[]): Delivery;
  /** Sends a presence batch. */
  present(batch: PresenceBatch): Delivery;
  /** Returns whether the client responds within a second. */
  isAlive(): Promise<boolean>;
  /** Sends the refusal and disconnects the client within a second. The session cannot be resumed. */
  end(refusal: Refusal): void;
  /** Sends a notice of an administrator. */
  notify(notice: Notice): void;
}

/** Returns the peer of a session. Refuses with `not-ready` if the session is not a peer. */
export function peerOf({ standing }: Session): Peer {
  if (standing.state !== "peer") {
    throw new SignalingError("not-ready", "this socket is not a peer; emit `ready` first");
  }
  return standing.peer;
}

/** Returns the peer of a session, connected or away; `undefined` if the session is not a peer. */
export function presentPeerOf({ standing }: Session): Peer | undefined {
  return standing.state === "peer" || standing.state === "away" ? standing.peer : undefined;
}
