import type { MessageEnvelope } from "simple-webrtc-signaling-protocol";
import type { Off } from "./emitter.ts";
import type { SignalingError } from "./errors.ts";

/** Where a channel stands. `reconnecting`: it was connected and tries to be again. */
export type ChannelState = "connecting" | "connected" | "reconnecting" | "closed";

export interface ChannelEvents {
  /** Ready, for the first time or again; the peer ids of those who were there before. */
  readonly ready: readonly string[];
  /** Another peer became ready. */
  readonly open: string;
  /** Another peer's connection to the server ended. */
  readonly close: string;
  readonly state: ChannelState;
  /** The channel ended for this reason and does not try again. */
  readonly error: SignalingError;
}

/** Carries contents between the peers of a room: over a server, or over anything else. */
export interface SignalingChannel {
  readonly peerId: string;
  readonly state: ChannelState;
  /** Resolves once ready. Rejects with a `SignalingError`, whose `code` says why. */
  connect(): Promise<void>;
  /** To everyone else in the room. Rejects with a `SignalingError`. */
  send(content: unknown): Promise<void>;
  /** To one peer. Rejects with a `SignalingError`: `peer-not-found` if nobody has that id. */
  sendTo(target: string, content: unknown): Promise<void>;
  onMessage(listener: (envelope: MessageEnvelope) => void): Off;
  on<Name extends keyof ChannelEvents>(
    name: Name,
    listener: (value: ChannelEvents[Name]) => void,
  ): Off;
  /** Ends the channel for good. */
  disconnect(): void;
}
