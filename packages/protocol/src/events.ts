import type { Refusal } from "./errors.ts";

/** The room of everybody who did not name one. */
export const defaultRoom = "lobby";

/** The address of everybody else in the room; for that reason no peer can take it as its id. */
export const everyone = "all";

/** The sentences of the seed's presence notices. */
export const presenceSentences = Object.freeze({
  open: "Peer has joined the signaling server",
  close: "Peer has left the signaling server",
});

/** What `GET /connections` and the first envelope after `ready` say of a peer. */
export interface Connection {
  readonly socketId: string;
  readonly peerId: string;
}

export type Connections = Readonly<Record<string, Connection>>;

/** A message of another peer. `target` is the receiver's own id, or `"all"`. */
export interface MessageEnvelope<Message = unknown> {
  readonly from: string;
  /** Told to clients with a session. */
  readonly fromSession?: string;
  readonly target: string;
  readonly message: Message;
}

/** Another peer has come into the room (`open`) or left it (`close`). */
export interface PresenceEnvelope {
  readonly from: string;
  readonly target: typeof everyone;
  readonly message: string;
  readonly action: keyof typeof presenceSentences;
}

/** The answer to `ready`: who was in the room before. */
export interface ConnectionsEnvelope {
  readonly from: typeof everyone;
  readonly target: string;
  readonly connections: Connections;
}

/** Everything the server says with the event `message`. */
export type Envelope<Message = unknown> =
  | MessageEnvelope<Message>
  | PresenceEnvelope
  | ConnectionsEnvelope;

/** The server is about to stop; tells a client with a session to move. */
export interface Drain {
  /** After how many milliseconds to connect anew; each client is told another time. */
  readonly retryAfterMs: number;
}

/** What an administrator tells people, for a page to show. */
export interface Notice {
  readonly text: string;
}

/** The answer to an event that was sent with an acknowledgement. */
export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | ({ readonly ok: false } & Refusal);

/** One STUN or TURN server: an `RTCIceServer` (W3C WebRTC §4.2.4). */
export interface IceServer {
  readonly urls: string | string[];
  readonly username?: string;
  readonly credential?: string;
}

/** What connections between peers may use to find a route. */
export interface IceServersValue {
  readonly iceServers: readonly IceServer[];
  /** For how many seconds new connections may use them; absent: for ever. */
  readonly ttlSeconds?: number;
}

/** Asks to go on with a session whose connection is lost. */
export interface SessionClaim {
  readonly id: string;
  /** The last one that was told, or the one before, if the reply with that was lost. */
  readonly secret: string;
  /** Greater with every connection of this session, so that a slow one cannot end a later one. */
  readonly attempt: number;
}

/** A session that outlives its connection. */
export interface ResumableSession {
  readonly id: string;
  /** What it takes to go on with it; to be kept, and shown to nobody else. */
  readonly secret: string;
  /** For how many seconds it waits for its client, when the connection is lost. */
  readonly graceSeconds: number;
}

/** What `ready` takes beside the peer id; `null` counts as absent. */
export interface ReadyOptions {
  /** Default: `"lobby"`. */
  readonly room?: string | null | undefined;
  /** Any JSON value, up to 4 KiB of JSON; others read it in the reply to their own `ready`. */
  readonly metadata?: unknown;
  /** Whether the reply, and the event `iceServers` from then on, are to tell of STUN and TURN servers. */
  readonly iceServers?: boolean | null | undefined;
  /** `true`: a session that can be resumed; or the one to go on with, in the same room and under the same id. */
  readonly session?: boolean | SessionClaim | null | undefined;
}

/** One peer of the room, in the reply to `ready`. */
export interface RoomPeer extends Connection {
  readonly metadata: unknown;
  /** Told to clients with a session: another one is another visit, whatever the peer id. */
  readonly sessionId?: string;
}

/** Who is in the room, as clients with a session know it. */
export interface Roster {
  /** Counts the batches of presence in this room. */
  readonly revision: number;
  readonly peers: readonly RoomPeer[];
}

/** Who came to the room and who left it, since the last batch. */
export interface PresenceBatch {
  /** Greater by one than that of the last batch. */
  readonly revision: number;
  readonly joined: readonly Required<RoomPeer>[];
  readonly left: readonly Pick<Required<RoomPeer>, "peerId" | "sessionId">[];
}

/** The value of the reply to `ready`. */
export interface ReadyValue extends Connection, Partial<IceServersValue> {
  readonly room: string;
  /** Who was in the room before, in the order they came. */
  readonly peers: readonly RoomPeer[];
  /** When the client's token ends, in milliseconds since 1970; absent: never. */
  readonly expiresAtMs?: number;
  /** To who asked for a session, this and what follows. */
  readonly session?: ResumableSession;
  readonly revision?: number;
  /** Whether this is the session that was asked for, and nobody has seen it leave. */
  readonly isResumed?: boolean;
  /** For how many milliseconds more others may come back to a server that has just started: who is not there yet has not left. */
  readonly gatheringMs?: number;
}

/** The value of the reply to `refresh`: when the new token ends; absent: never. */
export type RefreshValue = Pick<ReadyValue, "expiresAtMs">;

/** What `messageOne` takes. */
export interface Direct {
  readonly target: string;
  /** Only this session of the target; another one is refused with `peer-replaced`. */
  readonly targetSession?: string | null | undefined;
  readonly message: unknown;
}

type Acknowledgement<Value> = (reply: Reply<Value>) => void;

/** What a client emits, as a type parameter for socket.io-client. */
export interface ClientEvents {
  ready(peerId: string, acknowledge?: Acknowledgement<ReadyValue>): void;
  ready(
    peerId: string,
    options: ReadyOptions | null,
    acknowledge?: Acknowledgement<ReadyValue>,
  ): void;
  message(content: unknown, acknowledge?: Acknowledgement<null>): void;
  messageOne(direct: Direct, acknowledge?: Acknowledgement<null>): void;
  /** Who is in the room: for a client with a session that has missed a batch. */
  presence(acknowledge: Acknowledgement<Roster>): void;
  refresh(
    auth: Readonly<Record<string, unknown>>,
    acknowledge?: Acknowledgement<RefreshValue>,
  ): void;
}

/** What a client hears, as a type parameter for socket.io-client. */
export interface ServerEvents {
  message(envelope: Envelope): void;
  presence(batch: PresenceBatch): void;
  iceServers(value: IceServersValue): void;
  uniquenessError(error: { readonly error: string; readonly message: string }): void;
  signalingError(refusal: Refusal & { readonly event: string }): void;
  notice(notice: Notice): void;
  drain(drain: Drain): void;
}
