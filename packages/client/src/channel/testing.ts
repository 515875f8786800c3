/// <reference lib="dom" preserve="true" />

import type { MessageEnvelope } from "simple-webrtc-signaling-protocol";
import { Emitter, type Unsubscribe } from "../base/emitter.ts";
import { SignalingError } from "../base/errors.ts";
import type {
  ChannelEvents,
  ChannelState,
  PeerInfo,
  RosterEntry,
  SignalingChannel,
} from "./signaling-channel.ts";

interface InnerEvents extends ChannelEvents {
  readonly message: MessageEnvelope;
}

/** One end of a pair. It copies each content as JSON, as a wire does. */
class PairedChannel extends Emitter<InnerEvents> implements SignalingChannel {
  readonly peerId: string;
  other: PairedChannel | undefined;
  #info: PeerInfo = {};
  #state: ChannelState = "connecting";

  constructor(peerId: string) {
    super();
    this.peerId = peerId;
  }

  get state(): ChannelState {
    return this.#state;
  }

  /** The information about this peer, as presence reports it. */
  get entry(): RosterEntry {
    return { peerId: this.peerId, metadata: null, ...this.#info };
  }

  async connect(info: PeerInfo = {}): Promise<void> {
    this.#info = info;
    this.#enter("connected");
    const other = this.other?.state === "connected" ? this.other : undefined;
    this.emit("ready", other ? [other.entry] : []);
    other?.emit("open", this.entry);
  }

  async send(content: unknown): Promise<void> {
    if (this.other?.state === "connected") this.#deliver(this.other, "all", content);
  }

  async sendTo(target: string, content: unknown): Promise<void> {
    if (this.other?.state !== "connected" || this.other.peerId !== target) {
      throw new SignalingError("peer-not-found", `"${target}" is not there`);
    }
    this.#deliver(this.other, target, content);
  }

  onMessage(listener: (envelope: MessageEnvelope) => void): Unsubscribe {
    return this.on("message", listener);
  }

  disconnect(): void {
    if (this.#state !== "connected") return;
    this.#enter("closed");
    if (this.other?.state === "connected") this.other.emit("close", this.peerId);
  }

  #deliver(other: PairedChannel, target: string, content: unknown): void {
    const message: unknown = JSON.parse(JSON.stringify(content));
    queueMicrotask(() => other.emit("message", { from: this.peerId, target, message }));
  }

  #enter(state: ChannelState): void {
    this.#state = state;
    this.emit("state", state);
  }
}

/** Two signaling channels joined by hand, without a server: for tests of whatever takes a channel. */
export function channelPair(
  peerIds: readonly [string, string] = ["ada", "bob"],
): readonly [SignalingChannel, SignalingChannel] {
  const [one, two] = peerIds.map((peerId) => new PairedChannel(peerId)) as [
    PairedChannel,
    PairedChannel,
  ];
  one.other = two;
  two.other = one;
  return [one, two];
}
