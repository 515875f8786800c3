import type { MessageEnvelope, Notice } from "simple-webrtc-signaling-protocol";
import type { Unsubscribe } from "../base/emitter.ts";
import type { SignalingError } from "../base/errors.ts";
import type { SessionChannel } from "./session-channel.ts";

/** Where a channel stands. `reconnecting`: it was connected and tries to be again. */
export type ChannelState = "connecting" | "connected" | "reconnecting" | "closed";

/** What a peer says of itself whenever it becomes ready, for the first time or again; to be read each time. */
export interface PeerInfo {
  /** For those who come later: they find it beside the peer's id. JSON, at most 4 KiB. */
  readonly metadata?: unknown;
  /** For those who are there: a content to everyone, right behind. */
  readonly helloMessage?: unknown;
}

/** A peer that was in the room before. */
export interface RosterEntry {
  readonly peerId: string;
  /** What it said of itself; `null` if nothing. */
  readonly metadata: unknown;
}

export interface ChannelEvents {
  /** Ready, for the first time or again; who was there before. */
  readonly ready: readonly RosterEntry[];
  /** The connection was lost, and the session goes on as if it had not been; who is there. */
  readonly resumed: readonly RosterEntry[];
  /** The session could not be gone on with: the others have seen this peer leave. `ready` follows. */
  readonly sessionLost: undefined;
  /** STUN and TURN servers for every connection to peers, from now on; told ahead of `ready`, and ahead of their end. */
  readonly iceServers: readonly RTCIceServer[];
  /** Another peer became ready. */
  readonly open: string;
  /** Another peer's connection to the server ended. */
  readonly close: string;
  readonly state: ChannelState;
  /** Whoever runs the server has something to say to people; a channel without a server never does. */
  readonly notice: Notice;
  /** The channel ended for this reason and does not try again. */
  readonly error: SignalingError;
}

/** Carries contents between the peers of a room: over a server, or over anything else. */
export interface SignalingChannel {
  readonly peerId: string;
  readonly state: ChannelState;
  /** Who has a session that outlives its connection, if the channel knows of such. */
  readonly sessions?: SessionChannel | undefined;
  /** Introduces this peer whenever it becomes ready. Resolves once it is. Rejects with a `SignalingError`, whose `code` says why. */
  connect(introduction?: PeerInfo): Promise<void>;
  /** To everyone else in the room. Rejects with a `SignalingError`. */
  send(content: unknown): Promise<void>;
  /** To one peer. Rejects with a `SignalingError`: `peer-not-found` if nobody has that id. */
  sendTo(target: string, content: unknown): Promise<void>;
  onMessage(listener: (envelope: MessageEnvelope) => void): Unsubscribe;
  on<Name extends keyof ChannelEvents>(
    name: Name,
    listener: (value: ChannelEvents[Name]) => void,
  ): Unsubscribe;
  /** Ends the channel for good. */
  disconnect(): void;
}
