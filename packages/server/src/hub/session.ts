import { type Refusal, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Identity } from "../auth/identity.ts";
import type { Entry, Peer } from "../cluster/directory.ts";
import type { LimitLevel } from "../limits/budget.ts";
import type { ConnectionOrder } from "../limits/connection-order.ts";
import type { GatewayName } from "../telemetry/gateway-name.ts";
import type { HubEvent } from "./events.ts";

/**
 * The states of a session: connected (`visitor`), in a room (`peer`), connection lost within the grace period (`away`),
 * ended (`gone`). Only a resumable session can be away.
 */
export type SessionState =
  | { readonly kind: "visitor" }
  | Present<"peer">
  | Present<"away">
  | { readonly kind: "gone" };

interface Present<Kind extends string> {
  readonly kind: Kind;
  readonly peer: Peer;
  /** The peer's entry in the directory when it joined or resumed. */
  readonly entry: Entry;
}

/** The outcome of a delivery; `too-slow`: the receiver is a slow consumer and was disconnected. */
export type Delivery = "written" | "closed" | "too-slow";

/** The connection of a client, as the hub uses it. */
export interface ClientConnection {
  /** Writes an event to the connection. */
  send(event: HubEvent): Delivery;
  /** Whether the client has sent nothing since its handshake, so that it may not know that it has a session. Default: false. */
  readonly isUnconfirmed?: boolean;
  /** Returns whether the client responds within a second. */
  isAlive(): Promise<boolean>;
  /** Returns the state of the client's limits. */
  limits(): readonly LimitLevel[];
  /** Sends the refusal and disconnects the client within a second. The session cannot be resumed. */
  end(refusal: Refusal): void;
}

/** A newly connected client. */
export interface ConnectedClient {
  readonly socketId: string;
  /** `undefined`: the connection was on another node. */
  readonly gateway: GatewayName | undefined;
  /** The key of the client's address in the limits; `undefined`: the connection was on another node. */
  readonly address: string | undefined;
  readonly order: ConnectionOrder;
  readonly identity: Identity;
  readonly connection: ClientConnection;
}

/** The part of a session that outlives its connection. */
export interface ResumableSession {
  readonly sessionId: string;
}

/** The state of one client. Only the hub changes it. */
export interface Session extends ConnectedClient {
  /** The identity of the client. A refresh replaces it by one of the same subject. */
  identity: Identity;
  state: SessionState;
  /** `undefined`: the client uses the base protocol only. */
  resumable: ResumableSession | undefined;
}

/** Returns the peer of a session. Refuses with `not-ready` if the session is not a peer. */
export function peerOf({ state }: Session): Peer {
  if (state.kind !== "peer") {
    throw new SignalingError("not-ready", "this socket is not a peer; emit `ready` first");
  }
  return state.peer;
}

/** Returns the peer of a session, connected or away; `undefined` if the session is not a peer. */
export function presentPeerOf({ state }: Session): Peer | undefined {
  return state.kind === "peer" || state.kind === "away" ? state.peer : undefined;
}

/** Returns the directory entry of a session, connected or away; `undefined` if the session is not a peer. */
export function entryOf({ state }: Session): Entry | undefined {
  return state.kind === "peer" || state.kind === "away" ? state.entry : undefined;
}
