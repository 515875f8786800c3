import type { MessageEnvelope } from "simple-webrtc-signaling-protocol";
import { Emitter, type Unsubscribe } from "../base/emitter.ts";
import type {
  ChannelEvents,
  ChannelState,
  PeerInfo,
  RosterEntry,
  SignalingChannel,
} from "../channel/signaling-channel.ts";
import { joinMessageOf } from "../room/join-id.ts";
import { RoomSignaling } from "../room/room-signaling.ts";
import { isOffer } from "./offer.ts";
import { rankOf } from "./rank.ts";

/** Another peer of the room that can be connected. */
type Present = RosterEntry & { readonly joinId: string };

interface InnerEvents extends ChannelEvents {
  readonly message: MessageEnvelope;
}

/**
 * A channel through which a room sees only the peers of a star: a leaf sees the host, and the host sees each leaf that offers a
 * connection (PROTOCOL.md, Q16). Each peer elects the oldest peer that it knows. Presence reaches the peers at different times, so
 * an offer is accepted from every peer.
 */
export class HostChannel extends Emitter<InnerEvents> implements SignalingChannel {
  readonly peerId: string;
  readonly #channel: SignalingChannel;
  readonly #signaling: RoomSignaling;
  /** The other peers of the room, by peer id. */
  readonly #present = new Map<string, Present>();
  /** The join ids of the peers that the room sees, by peer id. */
  readonly #linked = new Map<string, string>();
  #host: string | undefined;
  /** The last reported host. */
  #reported: string | undefined;
  #info: PeerInfo = {};
  /** The own join id with which the present links were made. */
  #joinId: string | undefined;

  constructor(channel: SignalingChannel) {
    super();
    this.peerId = channel.peerId;
    this.#channel = channel;
    this.#signaling = new RoomSignaling(channel);
    this.#signaling.onMessage((envelope) => this.#receive(envelope));
    channel.on("ready", (present) => this.#begin("ready", present));
    channel.on("resumed", (present) => this.#begin("resumed", present));
    channel.on("open", (peer) => this.#add(peer));
    channel.on("close", (peerId) => this.#handleClose(peerId));
    for (const name of ["sessionLost", "iceServers", "state", "notice", "error"] as const) {
      channel.on(name, (value) => this.emit(name, value as never));
    }
  }

  get state(): ChannelState {
    return this.#channel.state;
  }

  get sessionId(): string | undefined {
    return this.#channel.sessionId;
  }

  get host(): string | undefined {
    return this.#host;
  }

  get reportOutcome(): SignalingChannel["reportOutcome"] {
    return this.#channel.reportOutcome;
  }

  connect(info: PeerInfo = {}): Promise<void> {
    this.#info = info;
    return this.#channel.connect(info);
  }

  send(content: unknown): Promise<void> {
    return this.#channel.send(content);
  }

  sendTo(target: string, content: unknown): Promise<void> {
    return this.#signaling.sendTo(target, content);
  }

  onMessage(listener: (envelope: MessageEnvelope) => void): Unsubscribe {
    return this.on("message", listener);
  }

  disconnect(): void {
    this.#signaling.close();
    this.#channel.disconnect();
  }

  /** Each peer that left was reported before. A peer that is missing may still resume its session. */
  #begin(name: "ready" | "resumed", present: readonly RosterEntry[]): void {
    const { joinId } = this.#info;
    // The room closed its connections while the page was frozen.
    if (joinId !== this.#joinId) {
      this.#linked.clear();
      this.#host = undefined;
    }
    this.#joinId = joinId;
    for (const peer of present) this.#note(peer);
    this.#elect();
    this.emit(
      name,
      present.filter((peer) => this.#isLinked(peer)),
    );
  }

  #add(peer: RosterEntry): void {
    this.#note(peer);
    if (this.#isLinked(peer)) this.emit("open", peer);
    this.#elect();
  }

  /** Records a peer. Its earlier join is over. */
  #note(peer: RosterEntry): void {
    const { peerId, joinId } = peer;
    if (joinId === undefined) return;
    const linked = this.#linked.get(peerId);
    if (linked !== undefined && linked !== joinId) this.#unlink(peerId);
    if (linked !== joinId && this.#host === peerId) this.#host = undefined;
    this.#present.set(peerId, { ...peer, joinId });
  }

  /** The connection of a leaf may last. */
  #handleClose(peerId: string): void {
    this.#present.delete(peerId);
    if (this.#linked.has(peerId)) this.emit("close", peerId);
    this.#elect();
  }

  #receive(envelope: MessageEnvelope): void {
    const { from, message } = envelope;
    const joinMessage = joinMessageOf(message);
    if (!joinMessage) return;
    const { visit, to, say } = joinMessage;
    const isOwn = to === this.#info.joinId;
    if (say === "bye") this.#handleBye(envelope, visit, to);
    else if (say === "hello")
      this.#add({ ...this.#present.get(from), peerId: from, joinId: visit });
    else if (isOwn && isOffer(message) && this.#linked.get(from) !== visit) {
      if (this.#linked.has(from)) this.#unlink(from);
      this.#linked.set(from, visit);
      this.emit("open", { peerId: from, joinId: visit });
    }
    if (say !== "bye" && this.#linked.get(from) === visit) this.emit("message", envelope);
  }

  /** A `bye` to one peer ends a connection only, and its sender stays in the room. */
  #handleBye(envelope: MessageEnvelope, visit: string, to: string | undefined): void {
    const { from } = envelope;
    if (this.#linked.get(from) === visit) {
      this.#linked.delete(from);
      this.emit("message", envelope);
    }
    if (to === undefined && this.#present.get(from)?.joinId === visit) this.#present.delete(from);
    // The host ended an earlier connection in the other direction.
    if (to !== undefined && this.#host === from) this.#host = undefined;
    this.#elect();
  }

  #isLinked({ peerId, joinId }: RosterEntry): boolean {
    return joinId !== undefined && this.#linked.get(peerId) === joinId;
  }

  #elect(): void {
    const { peerId, sessionId } = this;
    const joinId = this.#joinId;
    // Not ready yet.
    if (joinId === undefined) return;
    const all = [...this.#present.values(), { peerId, sessionId, joinId }];
    const oldest = all.reduce((one, other) => (rankOf(other) < rankOf(one) ? other : one));
    const last = this.#host;
    if (oldest.peerId === last) return;
    this.#host = oldest.peerId;
    if (last !== undefined && last !== peerId) this.#unlink(last);
    if (oldest.peerId !== this.#reported) this.emit("host", oldest.peerId);
    this.#reported = oldest.peerId;
    if (oldest.peerId !== peerId) this.#link(oldest);
  }

  /** Of two peers the younger one offers, so that no offers collide. */
  #link({ peerId, joinId }: Present): void {
    if (this.#linked.get(peerId) === joinId) return;
    this.#linked.set(peerId, joinId);
    this.emit("ready", [{ peerId, joinId }]);
  }

  #unlink(peerId: string): void {
    const linked = this.#linked.get(peerId);
    if (linked === undefined) return;
    this.#linked.delete(peerId);
    this.#signaling.sendTo(peerId, { visit: this.#joinId, to: linked, say: "bye" }).catch(() => {});
    const message = { visit: linked, say: "bye" };
    this.emit("message", { from: peerId, target: this.peerId, message });
  }
}
