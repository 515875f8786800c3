import type { Unsubscribe } from "../base/emitter.ts";
import type { SignalingChannel } from "../channel/signaling-channel.ts";
import { ReliableChannel } from "../reliable/reliable-channel.ts";

/**
 * What peers of a room say to each other alone: exactly once and in order to those whose session can be resumed, if the
 * channel knows of sessions; as the channel carries it to the others.
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

  /** Whether what is said to a peer arrives exactly once. */
  isReliableTo(peerId: string): boolean {
    return this.#reliable?.knows(peerId) ?? false;
  }

  sendTo(target: string, content: unknown): Promise<void> {
    const way = this.isReliableTo(target) ? this.#reliable : undefined;
    return (way ?? this.#channel).sendTo(target, content);
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
