import type { MessageEnvelope } from "simple-webrtc-signaling-protocol";
import { Emitter, type Unsubscribe } from "../base/emitter.ts";
import type { SignalingChannel } from "../channel/signaling-channel.ts";

export interface JoinChannelOptions {
  readonly channel: Pick<SignalingChannel, "peerId" | "sendTo">;
  /** The own join id. */
  readonly joinId: string;
  /** The join id of the other peer. */
  readonly remoteJoinId: string;
}

/** A channel that carries only the signals between one join of this peer and one join of another peer. */
export class JoinChannel
  extends Emitter<{ readonly message: MessageEnvelope }>
  implements Pick<SignalingChannel, "peerId" | "sendTo" | "onMessage">
{
  readonly peerId: string;
  readonly #options: JoinChannelOptions;

  constructor(options: JoinChannelOptions) {
    super();
    this.peerId = options.channel.peerId;
    this.#options = options;
  }

  sendTo(target: string, content: unknown): Promise<void> {
    const { channel, joinId, remoteJoinId } = this.#options;
    return channel.sendTo(target, { ...(content as object), visit: joinId, to: remoteJoinId });
  }

  onMessage(listener: (envelope: MessageEnvelope) => void): Unsubscribe {
    return this.on("message", listener);
  }

  /** Takes a signal that arrived from the other peer. */
  deliver(envelope: MessageEnvelope): void {
    this.emit("message", envelope);
  }
}
