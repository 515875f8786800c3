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
  /** To one session of a peer. Rejects with a `SignalingError`. */
  readonly send: (to: PeerSession, content: unknown) => Promise<void>;
  /** Whether presence has told of that session, and not of its end: it may be away, or its end may be told in a moment. */
  readonly isPresent: (session: PeerSession) => boolean;
}

/** The sessions of others that can be resumed, as a {@link SessionChannel}: what `SocketIoChannel` knows of them. */
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
      throw new SignalingError("peer-away", `"${target}" is not there now`, { cause: error });
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

  hear({ fromSession, ...envelope }: MessageEnvelope): void {
    if (fromSession !== undefined) this.emit("message", { ...envelope, fromSession });
  }
}

/** A session that cannot be resumed has the id of its socket. */
function resumableOf({
  peerId,
  sessionId,
  socketId,
}: Pick<RoomPeer, "peerId" | "sessionId"> & Partial<RoomPeer>): readonly PeerSession[] {
  return sessionId === undefined || sessionId === socketId ? [] : [{ peerId, sessionId }];
}
