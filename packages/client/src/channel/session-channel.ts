import type { MessageEnvelope } from "simple-webrtc-signaling-protocol";
import type { Unsubscribe } from "../base/emitter.ts";

/** A peer and its present session. */
export interface PeerSession {
  readonly peerId: string;
  readonly sessionId: string;
}

/** A message with the session of its sender. */
export interface SessionEnvelope extends MessageEnvelope {
  readonly fromSession: string;
}

export interface SessionChannelEvents {
  /** The own session was resumed (`isResumed`) or a new one started. `peers` is the roster of the room. */
  readonly ready: { readonly isResumed: boolean; readonly peers: readonly PeerSession[] };
  /** A peer has a new session. It replaces the earlier session of the peer. */
  readonly open: PeerSession;
  /** A session of a peer ended. */
  readonly close: PeerSession;
}

/**
 * A transport for messages between sessions. It may lose, delay or repeat messages. It must deliver them only to the
 * addressed session, and must name the true sender.
 */
export interface SessionChannel {
  readonly peerId: string;
  /** The maximum size of a message in bytes, including its envelope; `undefined` if it is not known. */
  readonly mostBytes?: number | undefined;
  /**
   * Sends a content to one session of a peer. Always settles. Rejects with a `SignalingError`; its `code` is `peer-replaced` or
   * `peer-not-found` if the session has ended.
   */
  sendTo(target: string, targetSession: string, content: unknown): Promise<void>;
  /** Calls the listener for each message. Returns a function that removes the listener. */
  onMessage(listener: (envelope: SessionEnvelope) => void): Unsubscribe;
  /** Calls the listener at each event with this name. Returns a function that removes the listener. */
  on<Name extends keyof SessionChannelEvents>(
    name: Name,
    listener: (value: SessionChannelEvents[Name]) => void,
  ): Unsubscribe;
}
