import type { Unsubscribe } from "../base/emitter.ts";
import type { SignalingChannel } from "../channel/signaling-channel.ts";
import { ReliableChannel } from "../reliable/reliable-channel.ts";

/**
 * Messages between two peers of a room. Peers with a resumable session receive them exactly once and in order. Other peers
 * receive them as the channel delivers them.
 */
export class RoomSignaling implements Pick<SignalingChannel, "peerId" | "sendTo" | "onMessage"> {
  readonly peerId: string;
  readonly #channel: SignalingChannel;
  readonly #reliable: ReliableChannel | undefined;

  constructor(channel: SignalingChannel) {
    this.peerId = channel.peerId;
    this.#channel = channel;
    this.#reliable = channel.sessions && new ReliableChannel({ channel: channel.sessions });
  }

  sendTo(target: string, content: unknown): Promise<void> {
    const reliable = this.#reliable?.knows(target) ? this.#reliable : this.#channel;
    return reliable.sendTo(target, content);
  }

  /** Returns whether a peer receives each message exactly once, also if the connection to the server is lost for some time. */
  isReliable(peerId: string): boolean {
    return !!this.#reliable?.knows(peerId);
  }

  onMessage(listener: Parameters<SignalingChannel["onMessage"]>[0]): Unsubscribe {
    const offs = [this.#channel.onMessage(listener), this.#reliable?.onMessage(listener)];
    return () => {
      for (const off of offs) off?.();
    };
  }

  close(): void {
    this.#reliable?.close();
  }
}
