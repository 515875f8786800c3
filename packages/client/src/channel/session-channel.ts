import type { MessageEnvelope } from "simple-webrtc-signaling-protocol";
import type { Unsubscribe } from "../base/emitter.ts";

/** A peer, and the session it is there with. */
export interface PeerSession {
  readonly peerId: string;
  readonly sessionId: string;
}

/** A message, and the session of its sender. */
export interface SessionEnvelope extends MessageEnvelope {
  readonly fromSession: string;
}

export interface SessionChannelEvents {
  /** The own session is there again (`isResumed`), or is a new one; all who are in the room now. */
  readonly ready: { readonly isResumed: boolean; readonly peers: readonly PeerSession[] };
  /** A peer has a session, in place of the one before if there was one. */
  readonly open: PeerSession;
  /** A session of a peer has ended. */
  readonly close: PeerSession;
}

/**
 * What carries messages between sessions. It may lose them, delay them and deliver them twice, but delivers only
 * to the session that is meant, and says truly whose they are.
 */
export interface SessionChannel {
  readonly peerId: string;
  /** The most bytes that what carries a content accepts at once, if that is known: of its JSON, and of what goes with it. */
  readonly mostBytes?: number | undefined;
  /** Rejects with a `SignalingError`; `peer-replaced` or `peer-not-found` if that session has ended. Always settles. */
  sendTo(target: string, targetSession: string, content: unknown): Promise<void>;
  onMessage(listener: (envelope: SessionEnvelope) => void): Unsubscribe;
  on<Name extends keyof SessionChannelEvents>(
    name: Name,
    listener: (value: SessionChannelEvents[Name]) => void,
  ): Unsubscribe;
}
