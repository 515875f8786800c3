import type { MessageEnvelope, Notice } from "simple-webrtc-signaling-protocol";
import { callListener, Emitter, type Unsubscribe } from "../base/emitter.ts";
import { SignalingError } from "../base/errors.ts";
import { listenTo } from "../base/listen-to.ts";
import { watchPage } from "../base/page-lifecycle.ts";
import { randomId } from "../base/random-id.ts";
import { RecentIds } from "../base/recent-ids.ts";
import { settledWithin } from "../base/time-limit.ts";
import { isFinal } from "../channel/dismissal.ts";
import type { ChannelState, RosterEntry, SignalingChannel } from "../channel/signaling-channel.ts";
import type { Connections, NewConnection } from "../webrtc/connections.ts";
import type { NegotiationEvent } from "../webrtc/negotiation-event.ts";
import { Peer } from "../webrtc/peer.ts";
import { watchOutcome } from "./connection-outcome.ts";
import { JoinChannel } from "./join-channel.ts";
import { joinMessageOf, type OwnJoin } from "./join-id.ts";
import { RoomSignaling } from "./room-signaling.ts";
import { strangerError } from "./strangers.ts";

export interface RoomEvents {
  /** A peer joined, or was already in the room when the listener was added. */
  readonly peer: Peer;
  /** A peer left, or cannot be reached any more. */
  readonly leave: Peer;
  /** The state of the connection to the signaling server changed. Connections to peers do not depend on it. */
  readonly state: ChannelState;
  /** Another peer is the host, with `connectTo: "host"`. The value is its id; see {@link Room.host}. */
  readonly host: string;
  /** The connection to the server was restored and the session resumed. No events were missed. */
  readonly resumed: undefined;
  /** The session could not be resumed: the other peers saw this peer leave, and it joins again. Connections to peers stay. */
  readonly sessionLost: undefined;
  /** The operator of the server sent a message to its users. Show its `text` as text, not as HTML. */
  readonly notice: Notice;
  /**
   * An error of a peer or of the signaling server. `kicked` or `room-closed`: an administrator removed this peer or closed the
   * room, and every connection is closed. `bad-message`: a client of another kind sent an offer without a join id. It gets
   * no answer and is reported once.
   */
  readonly error: { readonly error: SignalingError; readonly peer?: Peer };
  /** A step of the negotiation with a peer, for display and debugging. */
  readonly step: { readonly peer: Peer; readonly step: NegotiationEvent };
}

export interface RoomOptions {
  readonly channel: SignalingChannel;
  /** The own join id, which the channel publishes. */
  readonly ownJoin: OwnJoin;
  readonly connections: Pick<Connections, "take" | "drop">;
  /** Whether to connect to a peer. Default: to each. */
  readonly connectTo?: ((peerId: string) => boolean) | undefined;
  /** Whether to report how connections went, to a channel that counts it. Default: true. */
  readonly reportOutcomes?: boolean | undefined;
  /**
   * Time limit for a peer that is neither connected to the server nor to this peer, in milliseconds. The peer counts as left
   * afterwards. The limit is 30 s longer while this peer itself is reconnecting to the server.
   */
  readonly awayMs?: number | undefined;
}

export interface LeaveOptions {
  /** Time limit for the delivery of data that `send` accepted, in milliseconds. Default: 1,000. 0 drops the data. */
  readonly flushMs?: number | undefined;
}

/** Time limit for the server to accept the `bye` of `leave`, in milliseconds. */
const leaveMs = 1_000;

/** The default grace period of sessions on the server, in milliseconds. */
const reconnectMs = 30_000;

interface Member {
  readonly peer: Peer;
  readonly joinId: string;
  readonly channel: JoinChannel;
  awayTimer: ReturnType<typeof setTimeout> | undefined;
  isAway: boolean;
}

/**
 * The peers of a room, with a connection to each: a full mesh that reconnects by itself. {@link joinRoom} returns it.
 *
 * @example
 * room.on("peer", (peer) => video && peer.addTrack(video));
 * room.on("leave", (peer) => console.log(`${peer.id} left`));
 * room.on("error", ({ error, peer }) => console.warn(error.code, peer?.id));
 */
export class Room extends Emitter<RoomEvents> {
  /** The own peer id. */
  readonly peerId: string;
  readonly #channel: SignalingChannel;
  readonly #signaling: RoomSignaling;
  readonly #connections: RoomOptions["connections"];
  readonly #connectTo: (peerId: string) => boolean;
  readonly #reportOutcomes: boolean | undefined;
  readonly #awayMs: number;
  readonly #ownJoin: OwnJoin;
  readonly #members = new Map<string, Member>();
  readonly #strangers = new Set<string>();
  /** Ended joins of other peers, so that a late signal of one does not look like a new one. */
  readonly #endedJoins = new RecentIds();
  readonly #offs: Unsubscribe[];
  #isLeaving = false;

  constructor(options: RoomOptions) {
    super();
    const { channel, ownJoin, connections, connectTo = () => true, awayMs = 10_000 } = options;
    this.peerId = channel.peerId;
    this.#channel = channel;
    this.#signaling = new RoomSignaling(channel);
    this.#ownJoin = ownJoin;
    this.#connections = connections;
    this.#connectTo = connectTo;
    this.#reportOutcomes = options.reportOutcomes;
    this.#awayMs = awayMs;
    this.#offs = [
      channel.on("ready", (present) => this.#meetAll(present)),
      channel.on("resumed", (present) => this.#handleResumed(present)),
      channel.on("open", ({ peerId, joinId }) => {
        if (joinId !== undefined) this.#meet(peerId, joinId, true);
      }),
      channel.on("close", (peerId) => this.#markAway(this.#members.get(peerId))),
      channel.on("state", (state) => this.#handleState(state)),
      ...(["sessionLost", "host", "notice"] as const).map((name) =>
        channel.on(name, (value) => this.emit(name, value as never)),
      ),
      channel.on("error", (error) => this.#handleError(error)),
      this.#signaling.onMessage((envelope) => this.#receive(envelope)),
      listenTo(globalThis, "online", () => this.#restartIce()),
      // Before the listener of the channel, which leaves the server at this event.
      watchPage({ hidden: () => this.#hide(), shown: () => this.#show(), isFirst: true }),
      // After the listener of the channel.
      watchPage({ hidden: (mayReturn) => mayReturn || this.#disconnect() }),
    ];
  }

  /** The other peers of the room. */
  get peers(): readonly Peer[] {
    return [...this.#members.values()].map(({ peer }) => peer);
  }

  /** The id of the host, which can be the own id. `undefined` without `connectTo: "host"`. */
  get host(): string | undefined {
    return this.#channel.host;
  }

  /** The state of the connection to the signaling server. */
  get state(): ChannelState {
    return this.#channel.state;
  }

  /**
   * Calls the listener at each event with this name. The listener of `peer` is also called for each peer that is already in the
   * room. Returns a function that removes the listener.
   */
  override on<Name extends keyof RoomEvents>(
    name: Name,
    listener: (value: RoomEvents[Name]) => void,
  ): Unsubscribe {
    const off = super.on(name, listener);
    if (name !== "peer") return off;
    let isRemoved = false;
    for (const peer of this.peers) {
      // After `on` has returned, so that the listener can remove itself. Peers that left by then are skipped.
      queueMicrotask(() => {
        if (!isRemoved && this.#members.get(peer.id)?.peer === peer) {
          callListener(listener, peer as RoomEvents[Name]);
        }
      });
    }
    return () => {
      isRemoved = true;
      off();
    };
  }

  /**
   * Leaves the room: closes every connection and the channel. Never rejects. Stops to send tracks at once. Waits at most
   * `flushMs` milliseconds until all peers have received the data that was sent to them. Then waits at most 1 s for the server.
   * The event `leave` is emitted for each peer; the `bufferedAmount` of the peer is the number of dropped bytes.
   */
  async leave({ flushMs = 1_000 }: LeaveOptions = {}): Promise<void> {
    this.#isLeaving = true;
    const sending = flushMs > 0 ? this.peers.flatMap((peer) => peer.finish() ?? []) : [];
    // Without data the connections are closed in the same turn of the event loop.
    if (sending.length > 0) await settledWithin(flushMs, Promise.all(sending));
    // Sent first, but not awaited: this peer sends and receives nothing from now on.
    const byeSent = this.#sendBye();
    this.#end();
    await settledWithin(leaveMs, byeSent);
    this.#disconnect();
  }

  async #sendBye(): Promise<void> {
    try {
      await this.#channel.send({ visit: this.#ownJoin.joinId, say: "bye" });
    } catch {
      // The server reports the leave to the other peers.
    }
  }

  #disconnect(): void {
    this.#signaling.close();
    this.#channel.disconnect();
  }

  #end(): void {
    for (const off of this.#offs) off();
    this.#connections.drop();
    for (const peerId of this.#members.keys()) this.#remove(peerId);
  }

  /** Peers stay connected without the server. A peer that was removed or replaced closes its connections, too. */
  #handleError(error: SignalingError): void {
    this.emit("error", { error });
    if (!isFinal(error)) return;
    this.#end();
    // No signal is repeated from now on. A pending `connect` of the channel rejects with the error first.
    queueMicrotask(() => this.#disconnect());
  }

  /** A peer counts as away until the roster of the restored channel names it. */
  #handleState(state: ChannelState): void {
    if (state === "reconnecting")
      for (const member of this.#members.values()) this.#markAway(member);
    this.emit("state", state);
  }

  /** The peer that finds the other one in its roster makes the first offer, at once. */
  #meetAll(present: readonly RosterEntry[], isResumed = false): void {
    for (const { peerId, joinId } of present) {
      if (joinId === undefined) this.#sendHello(peerId);
      else this.#meet(peerId, joinId, false, isResumed);
    }
  }

  /** No event was missed: each peer of the roster was there all the time, or joined in the meantime. */
  #handleResumed(present: readonly RosterEntry[]): void {
    this.#meetAll(present, true);
    this.emit("resumed", undefined);
  }

  #receive(envelope: MessageEnvelope): void {
    const { from, message } = envelope;
    const joinMessage = joinMessageOf(message);
    if (!joinMessage) this.#reportStranger(from, message);
    if (!joinMessage || (joinMessage.to ?? this.#ownJoin.joinId) !== this.#ownJoin.joinId) return;
    const { visit, to, say } = joinMessage;
    if (say === "hello") this.#handleHello(from, visit, to);
    else if (say === "bye") this.#handleBye(from, visit);
    else if (to !== undefined) this.#handleSignal(envelope, visit);
  }

  /** The first signal of a peer may arrive before its presence. */
  #handleSignal(envelope: MessageEnvelope, joinId: string): void {
    const { from } = envelope;
    const isKnown = this.#members.get(from)?.joinId === joinId;
    if (!isKnown && !this.#endedJoins.has(joinId)) this.#meet(from, joinId, true);
    const member = this.#members.get(from);
    if (member?.joinId === joinId) member.channel.deliver(envelope);
  }

  #handleBye(peerId: string, joinId: string): void {
    this.#endedJoins.add(joinId);
    if (this.#members.get(peerId)?.joinId === joinId) this.#remove(peerId);
  }

  /** Reports each peer id once, because other software repeats its offers. */
  #reportStranger(peerId: string, content: unknown): void {
    const error = this.#strangers.has(peerId) ? undefined : strangerError(peerId, content);
    if (!error) return;
    this.#strangers.add(peerId);
    this.emit("error", { error });
  }

  /** A peer that publishes no join id says hello, and the impolite peer makes the first offer. */
  #handleHello(peerId: string, joinId: string, to: string | undefined): void {
    if (to === undefined) this.#sendHello(peerId, joinId);
    this.#meet(peerId, joinId, this.peerId < peerId);
  }

  #sendHello(peerId: string, to?: string): void {
    const hello = { visit: this.#ownJoin.joinId, to, say: "hello" };
    this.#signaling.sendTo(peerId, hello).catch(() => {});
  }

  #meet(peerId: string, joinId: string, waitsForOffer: boolean, isResumed = false): void {
    if (!this.#isWanted(peerId)) return;
    const known = this.#members.get(peerId);
    if (known?.joinId !== joinId) this.#add(peerId, joinId, waitsForOffer);
    else if (known.isAway) this.#recover(known, isResumed);
  }

  /** An exception of the application's function is reported, and concerns this peer only. */
  #isWanted(peerId: string): boolean {
    let isWanted = false;
    callListener((id) => {
      isWanted = this.#connectTo(id);
    }, peerId);
    return isWanted;
  }

  /** A resumed session has lost no signals, except those of peers without a session that can be resumed. */
  #recover(member: Member, isResumed: boolean): void {
    markPresent(member);
    if (isResumed && this.#signaling.isReliable(member.peer.id)) return;
    // Unacknowledged signals are rejected first. `recover` sends them again.
    queueMicrotask(() => member.peer.recover());
  }

  /** Removes the member with the same peer id: its join id differs, so that join is over. */
  #add(peerId: string, joinId: string, waitsForOffer: boolean): void {
    const earlier = this.#members.get(peerId);
    if (earlier) this.#endedJoins.add(earlier.joinId);
    this.#remove(peerId);
    const created = this.#isLeaving ? undefined : this.#connection(peerId);
    if (!created) return;
    const channel = new JoinChannel({
      channel: this.#signaling,
      joinId: this.#ownJoin.joinId,
      remoteJoinId: joinId,
    });
    const peer = new Peer({ ...created, id: peerId, channel, waitsForOffer });
    const member: Member = { peer, joinId, channel, awayTimer: undefined, isAway: false };
    this.#members.set(peerId, member);
    peer.on("step", (step) => this.emit("step", { peer, step }));
    peer.on("error", (error) => this.emit("error", { error, peer }));
    peer.on("state", () => this.#watch(member));
    const report = this.#reportOutcomes === false ? undefined : this.#channel.reportOutcome;
    if (report) watchOutcome(peer, report);
    this.emit("peer", peer);
  }

  /** Returns `undefined` if there is no connection: browsers limit their number, and other implementations can fail. */
  #connection(peerId: string): NewConnection | undefined {
    try {
      return this.#connections.take();
    } catch (cause) {
      const reason = `could not create a connection for peer "${peerId}"`;
      this.emit("error", { error: new SignalingError("internal", reason, { cause }) });
      return undefined;
    }
  }

  /** A peer that lost the server stays a member while the connection to it stands. */
  #markAway(member: Member | undefined): void {
    if (!member) return;
    stopTimerOf(member);
    member.isAway = true;
    this.#watch(member);
  }

  #watch(member: Member): void {
    if (!member.isAway) return;
    if (member.peer.isOver) this.#remove(member.peer.id);
    else if (member.peer.state === "connected") stopTimerOf(member);
    // Not restarted: a lost connection passes through several states.
    else member.awayTimer ??= setTimeout(() => this.#remove(member.peer.id), this.#awayLimitMs());
  }

  /** Longer while this peer reconnects, because it receives no leaves then. */
  #awayLimitMs(): number {
    return this.state === "reconnecting" ? this.#awayMs + reconnectMs : this.#awayMs;
  }

  #remove(peerId: string): void {
    const member = this.#members.get(peerId);
    if (!member) return;
    // Late events of its connection must not remove a newer member with the same peer id.
    markPresent(member);
    this.#members.delete(peerId);
    member.peer.close();
    this.emit("leave", member.peer);
  }

  /** The page is unloaded, cached or frozen and cannot answer: this peer leaves. It joins with a new join id when shown again. */
  #hide(): void {
    void this.#sendBye();
    this.#connections.drop();
    for (const peerId of this.#members.keys()) this.#remove(peerId);
    this.#ownJoin.joinId = randomId();
  }

  /** A channel that stayed connected does not publish the new join id by itself. */
  #show(): void {
    if (this.state !== "connected") return;
    this.#channel.send({ visit: this.#ownJoin.joinId, say: "hello" }).catch(() => {});
  }

  #restartIce(): void {
    for (const { peer } of this.#members.values()) peer.restartIce();
  }
}

function markPresent(member: Member): void {
  stopTimerOf(member);
  member.isAway = false;
}

function stopTimerOf(member: Member): void {
  clearTimeout(member.awayTimer);
  member.awayTimer = undefined;
}
