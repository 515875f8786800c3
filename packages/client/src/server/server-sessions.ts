import type { MessageEnvelope, RoomPeer } from "simple-webrtc-signaling-protocol";
import { Emitter, type Unsubscribe } from "../base/emitter.ts";
import { SignalingError } from "../base/errors.ts";
import type {
  PeerSession,
  SessionChannel,
  SessionChannelEvents,
  SessionEnvelope,
} from "../channel/session-channel.ts";
import type { Changes } from "./roster.ts";

interface InnerEvents extends SessionChannelEvents {
  readonly message: SessionEnvelope;
}

export interface SocketIoSessionsOptions {
  readonly peerId: string;
  readonly mostBytes: () => number;
  /** Sends a content to one session of a peer. Rejects with a `SignalingError`. */
  readonly send: (to: PeerSession, content: unknown) => Promise<void>;
  /** Returns whether the roster has the session. The peer may be away, or its leave may arrive later. */
  readonly isPresent: (session: PeerSession) => boolean;
}

/** A {@link SessionChannel} to the resumable sessions that `ServerChannel` knows. */
export class SocketIoSessions extends Emitter<InnerEvents> implements SessionChannel {
  readonly peerId: string;
  readonly #options: SocketIoSessionsOptions;

  constructor(options: SocketIoSessionsOptions) {
    super();
    this.peerId = options.peerId;
    this.#options = options;
  }

  get mostBytes(): number {
    return this.#options.mostBytes();
  }

  async sendTo(target: string, targetSession: string, content: unknown): Promise<void> {
    const to = { peerId: target, sessionId: targetSession };
    try {
      await this.#options.send(to, content);
    } catch (error) {
      const isUnknown = error instanceof SignalingError && error.code === "peer-not-found";
      if (!isUnknown || !this.#options.isPresent(to)) throw error;
      throw new SignalingError("peer-away", `peer "${target}" is away`, { cause: error });
    }
  }

  onMessage(listener: (envelope: SessionEnvelope) => void): Unsubscribe {
    return this.on("message", listener);
  }

  begin(isResumed: boolean, peers: readonly RoomPeer[]): void {
    this.emit("ready", { isResumed, peers: peers.flatMap(resumableOf) });
  }

  change({ joined, left }: Changes): void {
    for (const session of left.flatMap(resumableOf)) this.emit("close", session);
    for (const session of joined.flatMap(resumableOf)) this.emit("open", session);
  }

  receive({ fromSession, ...envelope }: MessageEnvelope): void {
    if (fromSession !== undefined) this.emit("message", { ...envelope, fromSession });
  }
}

/** Skips sessions that cannot be resumed: their id is the id of their socket. */
function resumableOf({
  peerId,
  sessionId,
  socketId,
}: Pick<RoomPeer, "peerId" | "sessionId"> & Partial<RoomPeer>): readonly PeerSession[] {
  return sessionId === undefined || sessionId === socketId ? [] : [{ peerId, sessionId }];
}
