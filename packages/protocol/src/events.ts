import type { Refusal } from "./errors.ts";

/** Names the room of the peers that do not name a room. */
export const defaultRoom = "lobby";

/** Addresses all other peers of the room. It is therefore not a valid peer id. */
export const everyone = "all";

/** Contains the texts of the presence notices of the base protocol (PROTOCOL.md, R2 and L1). */
export const presenceSentences = Object.freeze({
  open: "Peer has joined the signaling server",
  close: "Peer has left the signaling server",
});

/** Describes a peer in the response of `GET /connections` and in the first envelope after `ready`. */
export interface Connection {
  readonly socketId: string;
  readonly peerId: string;
}

/** Contains peers, keyed by peer id. */
export type Connections = Readonly<Record<string, Connection>>;

/** Contains a message of another peer. */
export interface MessageEnvelope<Message = unknown> {
  /** The peer id of the sender. */
  readonly from: string;
  /** The session id of the sender. Only clients with a session receive it. */
  readonly fromSession?: string;
  /** The peer id of the receiver, or `"all"`. */
  readonly target: string;
  readonly message: Message;
}

/** Announces that another peer has joined the room (`open`) or left it (`close`). */
export interface PresenceEnvelope {
  readonly from: string;
  readonly target: typeof everyone;
  readonly message: string;
  readonly action: keyof typeof presenceSentences;
}

/** Contains the peers that were in the room before the receiver's `ready`. */
export interface ConnectionsEnvelope {
  readonly from: typeof everyone;
  readonly target: string;
  readonly connections: Connections;
}

/** The argument of the server's event `message`. */
export type Envelope<Message = unknown> =
  | MessageEnvelope<Message>
  | PresenceEnvelope
  | ConnectionsEnvelope;

/** Asks a client with a session to reconnect, because the server is about to stop. */
export interface Drain {
  /** The time after which the client is to reconnect, in milliseconds; a different time for each client. */
  readonly retryAfterMs: number;
}

/** Contains a text of an administrator, which a page shows to its user. */
export interface Notice {
  /** 1 to 2,000 characters. */
  readonly text: string;
}

/** The reply to an event that was sent with an acknowledgement. */
export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | ({ readonly ok: false } & Refusal);

/** One STUN or TURN server: an `RTCIceServer` (W3C WebRTC §4.2.4). */
export interface IceServer {
  /** One or more URLs with the scheme `stun`, `stuns` (RFC 7064), `turn` or `turns` (RFC 7065). */
  readonly urls: string | string[];
  readonly username?: string;
  readonly credential?: string;
}

/** Contains the STUN and TURN servers for `RTCPeerConnection`. */
export interface IceServersValue {
  /** The servers, TURN servers first. */
  readonly iceServers: readonly IceServer[];
  /** The time to live of the credentials for new connections, in seconds; absent: they do not expire. */
  readonly ttlSeconds?: number;
}

/** Claims a session, so that `ready` resumes it. */
export interface SessionClaim {
  /** The session id. */
  readonly id: string;
  /** The last secret that the client received for the session. */
  readonly secret: string;
  /** An integer that grows with every connection of the session, so that a slow connection cannot end a newer one. */
  readonly attempt: number;
}

/** Contains what a client needs to resume its session after a lost connection. */
export interface ResumableSession {
  /** The session id. */
  readonly id: string;
  /** Proves the right to resume the session. The client keeps it and shows it to nobody but the server. */
  readonly secret: string;
  /** The time for which the server waits for the client after a lost connection, in seconds. */
  readonly graceSeconds: number;
}

/** The options of `ready`; `null` counts as absent. */
export interface ReadyOptions {
  /** The room to join. Default: `"lobby"`. */
  readonly room?: string | null | undefined;
  /** Any JSON value, at most 4,096 bytes of JSON. The other peers of the room receive it. */
  readonly metadata?: unknown;
  /** Names the stay of the peer in a room of `joinRoom`, 1 to 128 characters. The other peers of the room receive it. */
  readonly joinId?: string | null | undefined;
  /** Requests STUN and TURN servers in the reply, and new credentials in the event `iceServers`. */
  readonly iceServers?: boolean | null | undefined;
  /** `true` requests a session that can be resumed; a claim resumes one, in the same room with the same peer id. */
  readonly session?: boolean | SessionClaim | null | undefined;
}

/** Describes one peer of the room in the reply to `ready`. */
export interface RoomPeer extends Connection {
  readonly metadata: unknown;
  /** The `joinId` of the peer's `ready`; absent if there was none. */
  readonly joinId?: string | undefined;
  /** The session id. Only clients with a session receive it. A new session id means that the peer has joined again. */
  readonly sessionId?: string;
}

/** Contains the other peers of the room, for clients with a session. */
export interface Roster {
  /** The number of presence batches of the room so far. */
  readonly revision: number;
  readonly peers: readonly RoomPeer[];
}

interface Session {
  readonly sessionId: string;
}

/** Contains the peers that joined the room and left it since the last batch. */
export interface PresenceBatch {
  /** The revision of the last batch plus 1. */
  readonly revision: number;
  readonly joined: readonly (RoomPeer & Session)[];
  readonly left: readonly (Pick<RoomPeer, "peerId"> & Session)[];
}

/** The value of the reply to `ready`. */
export interface ReadyValue extends Connection, Partial<IceServersValue> {
  readonly room: string;
  /** The peers that were in the room before, in the order in which they joined. */
  readonly peers: readonly RoomPeer[];
  /** The time at which the client's token expires, in milliseconds since 1970; absent: it does not expire. */
  readonly expiresAtMs?: number;
  /** The session, if the client requested one. The following properties are present in this case only. */
  readonly session?: ResumableSession;
  /** The number of presence batches of the room so far. */
  readonly revision?: number;
  /** Whether the claimed session was resumed, so that no other peer noticed a leave. */
  readonly isResumed?: boolean;
  /**
   * The remaining time in which other clients may resume their sessions after a restart of the server, in
   * milliseconds. Until then, a peer that is not in `peers` may still return.
   */
  readonly gatheringMs?: number;
  /** Whether the server counts the outcomes of connections between peers; absent: it does not. */
  readonly countsOutcomes?: true;
}

/** The value of the reply to `refresh`: the time at which the new token expires; absent: it does not expire. */
export type RefreshValue = Pick<ReadyValue, "expiresAtMs">;

/** The argument of `messageOne`. */
export interface Direct {
  /** The peer id of the receiver. */
  readonly target: string;
  /** The session id of the receiver. If another session has the peer id, the code is `peer-replaced`. */
  readonly targetSession?: string | null | undefined;
  /** Any JSON value, with binary attachments. */
  readonly message: unknown;
}

/** Reports how a connection to another peer went. It names no peer, no room and no address. */
export interface ConnectionOutcome {
  /** `connected`: it opened. `failed`: it did not open in time. `lost`: it was open and failed later. */
  readonly outcome: "connected" | "failed" | "lost";
  /** The time until it was open, in milliseconds. */
  readonly openMs?: number | null | undefined;
  /** The candidate type of the less direct end: `host`, `srflx`, `prflx` or `relay`. */
  readonly route?: string | null | undefined;
  /** The transport of the own end, to the peer or to the own TURN server: `udp`, `tcp` or `tls`. */
  readonly transport?: string | null | undefined;
  /** The first cause of `diagnose`. */
  readonly cause?: string | null | undefined;
  /** The number of ICE restarts since the last outcome of this connection. */
  readonly restarts?: number | null | undefined;
}

type Acknowledgement<Value> = (reply: Reply<Value>) => void;

/**
 * Describes the events that a client emits, as a type parameter of socket.io-client.
 *
 * @example
 * ```ts
 * import type { ClientEvents, ServerEvents } from "simple-webrtc-signaling-protocol";
 * import { io, type Socket } from "socket.io-client";
 *
 * const socket: Socket<ServerEvents, ClientEvents> = io("http://localhost:3000");
 * socket.emit("ready", "ada", { room: "lobby" }, (reply) => console.log(reply));
 * ```
 */
export interface ClientEvents {
  ready(peerId: string, acknowledge?: Acknowledgement<ReadyValue>): void;
  ready(
    peerId: string,
    options: ReadyOptions | null,
    acknowledge?: Acknowledgement<ReadyValue>,
  ): void;
  message(content: unknown, acknowledge?: Acknowledgement<null>): void;
  messageOne(direct: Direct, acknowledge?: Acknowledgement<null>): void;
  /** Requests the roster, for a client with a session that has missed a presence batch. */
  presence(acknowledge: Acknowledgement<Roster>): void;
  refresh(
    auth: Readonly<Record<string, unknown>>,
    acknowledge?: Acknowledgement<RefreshValue>,
  ): void;
  outcome(outcome: ConnectionOutcome, acknowledge?: Acknowledgement<null>): void;
}

/** Describes the events that a client receives, as a type parameter of socket.io-client. */
export interface ServerEvents {
  message(envelope: Envelope): void;
  presence(batch: PresenceBatch): void;
  iceServers(value: IceServersValue): void;
  uniquenessError(error: { readonly error: string; readonly message: string }): void;
  signalingError(refusal: Refusal & { readonly event: string }): void;
  notice(notice: Notice): void;
  drain(drain: Drain): void;
}
