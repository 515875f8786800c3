import type { ConnectionOutcome, MessageEnvelope, Notice } from "simple-webrtc-signaling-protocol";
import type { Unsubscribe } from "../base/emitter.ts";
import type { SignalingError } from "../base/errors.ts";
import type { SessionChannel } from "./session-channel.ts";

/** The state of a channel. `reconnecting`: the connection was lost, and the channel tries to restore it. */
export type ChannelState = "connecting" | "connected" | "reconnecting" | "closed";

/** Information that a peer publishes each time it becomes ready. The channel reads the properties each time. */
export interface PeerInfo {
  /** The join id, which names the present stay of the peer in the room. */
  readonly joinId?: string | undefined;
  /** Metadata of the application. JSON, at most 4 KiB. */
  readonly metadata?: unknown;
}

/** Another peer of the room, with the information that it published. */
export interface RosterEntry {
  readonly peerId: string;
  readonly joinId?: string | undefined;
  /** The id of the session of the peer. Ids of older sessions are smaller texts. Absent: the channel has no sessions. */
  readonly sessionId?: string | undefined;
  /** `null` if the peer published no metadata. */
  readonly metadata?: unknown;
}

export interface ChannelEvents {
  /** This peer is ready with a new session. The value is the roster of the other peers. */
  readonly ready: readonly RosterEntry[];
  /** Another peer is the host. The value is its id. Only with `connectTo: "host"`. */
  readonly host: string;
  /** The connection was restored and the session resumed. The value is the roster of the other peers. */
  readonly resumed: readonly RosterEntry[];
  /** The session could not be resumed; the other peers saw this peer leave. `ready` follows. */
  readonly sessionLost: undefined;
  /** The STUN and TURN servers for connections to peers, from now on. Emitted before `ready`, and again before credentials expire. */
  readonly iceServers: readonly RTCIceServer[];
  /** Another peer became ready. It finds this peer in its roster. */
  readonly open: RosterEntry;
  /** Another peer's connection to the server ended. */
  readonly close: string;
  /** The state of the channel changed. */
  readonly state: ChannelState;
  /** A text from the operator of the server to its users. A channel without a server never emits it. */
  readonly notice: Notice;
  /** The channel closed with this error and does not reconnect. */
  readonly error: SignalingError;
}

/** A signaling channel: carries contents between the peers of a room, over a server or any other transport. */
export interface SignalingChannel {
  readonly peerId: string;
  readonly state: ChannelState;
  /** The sessions of peers that can be resumed, if the channel supports resumption. */
  readonly sessions?: SessionChannel | undefined;
  /** The id of the own session. Ids of older sessions are smaller texts. */
  readonly sessionId?: string | undefined;
  /** The id of the host. Only with `connectTo: "host"`. */
  readonly host?: string | undefined;
  /** Reports how a connection to a peer went. Absent: nobody counts outcomes. */
  readonly reportOutcome?: ((outcome: ConnectionOutcome) => void) | undefined;
  /**
   * Connects, and publishes the peer info each time this peer becomes ready. Resolves when it is ready. Rejects with a
   * `SignalingError`.
   */
  connect(info?: PeerInfo): Promise<void>;
  /** Sends a content to all other peers of the room. Rejects with a `SignalingError`. */
  send(content: unknown): Promise<void>;
  /** Sends a content to one peer. Rejects with a `SignalingError`; its `code` is `peer-not-found` if no peer has the id. */
  sendTo(target: string, content: unknown): Promise<void>;
  /** Calls the listener for each message. Returns a function that removes the listener. */
  onMessage(listener: (envelope: MessageEnvelope) => void): Unsubscribe;
  /** Calls the listener at each event with this name. Returns a function that removes the listener. */
  on<Name extends keyof ChannelEvents>(
    name: Name,
    listener: (value: ChannelEvents[Name]) => void,
  ): Unsubscribe;
  /** Closes the channel permanently. */
  disconnect(): void;
}
