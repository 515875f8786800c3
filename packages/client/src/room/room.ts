import type { MessageEnvelope, Notice } from "simple-webrtc-signaling-protocol";
import { callListener, Emitter, type Unsubscribe } from "../base/emitter.ts";
import { SignalingError } from "../base/errors.ts";
import { listenTo } from "../base/listen-to.ts";
import { watchPage } from "../base/page-lifecycle.ts";
import { randomId } from "../base/random-id.ts";
import { settledWithin } from "../base/time-limit.ts";
import { isFinal } from "../channel/dismissal.ts";
import type { ChannelState, RosterEntry, SignalingChannel } from "../channel/signaling-channel.ts";
import type { NegotiationEvent } from "../webrtc/negotiation-event.ts";
import { Peer } from "../webrtc/peer.ts";
import { joinChannel } from "./join-channel.ts";
import { type Greeting, greetingOf, type OwnJoin } from "./join-id.ts";
import { RoomSignaling } from "./room-signaling.ts";
import { strangerError } from "./strangers.ts";

export interface RoomEvents {
  /** A peer is there: it has come, or was there when you began to listen. */
  readonly peer: Peer;
  /** A peer has left, or cannot be reached any more. */
  readonly leave: Peer;
  /** Where the room stands with the signaling server. Connections to peers do not depend on it. */
  readonly state: ChannelState;
  /** The way to the server was lost, and is back as if it had not been: nobody has noticed, and nothing was missed. */
  readonly resumed: undefined;
  /** The way to the server is back, but for the others you had left: you enter the room anew. Connections to peers stay. */
  readonly sessionLost: undefined;
  /** Whoever runs the server has something to say to people: show them its `text`, as text. */
  readonly notice: Notice;
  /**
   * What went wrong, with a peer or with the signaling server. `kicked` or `room-closed`: you were sent away,
   * and every connection is closed. `bad-message`: a peer that is no client of this project made an offer without
   * a greeting, and is not answered; it is reported once.
   */
  readonly error: { readonly error: SignalingError; readonly peer?: Peer };
  /** A step of the exchange with a peer, for whoever wants to watch. */
  readonly step: { readonly peer: Peer; readonly step: NegotiationEvent };
}

export interface RoomOptions {
  readonly channel: SignalingChannel;
  /** The own visit, with which the channel introduces this peer. */
  readonly ownJoin: OwnJoin;
  readonly connect: () => RTCPeerConnection;
  /**
   * How long a peer may be away from the server and unconnected until it counts as left, in milliseconds; 30 s longer
   * while this peer is away from the server itself.
   */
  readonly awayMs?: number | undefined;
}

export interface LeaveOptions {
  /** Time limit for the delivery of data that `send` has accepted, in milliseconds. Default: 1,000. 0 drops the data. */
  readonly flushMs?: number | undefined;
}

/** As long, in milliseconds, `leave` waits for the server to take the good-bye. */
const leaveMs = 1_000;

/** So long, in milliseconds, a server keeps our place by default, and those of the others. */
const reconnectMs = 30_000;

interface Member {
  readonly peer: Peer;
  readonly joinId: string;
  awayTimer: ReturnType<typeof setTimeout> | undefined;
  isAway: boolean;
}

/** The peers of a room, each with a connection: a full mesh that repairs itself. */
export class Room extends Emitter<RoomEvents> {
  readonly peerId: string;
  readonly #channel: SignalingChannel;
  readonly #signaling: RoomSignaling;
  readonly #connect: () => RTCPeerConnection;
  readonly #awayMs: number;
  readonly #ownJoin: OwnJoin;
  readonly #members = new Map<string, Member>();
  readonly #strangers = new Set<string>();
  readonly #offs: Unsubscribe[];
  #isLeaving = false;

  constructor({ channel, ownJoin: visit, connect, awayMs = 10_000 }: RoomOptions) {
    super();
    this.peerId = channel.peerId;
    this.#channel = channel;
    this.#signaling = new RoomSignaling(channel);
    this.#ownJoin = visit;
    this.#connect = connect;
    this.#awayMs = awayMs;
    this.#offs = [
      channel.on("ready", (present) => this.#find(present)),
      channel.on("resumed", (present) => this.#goOn(present)),
      channel.on("sessionLost", () => this.emit("sessionLost", undefined)),
      channel.on("close", (peerId) => this.#miss(this.#members.get(peerId))),
      channel.on("state", (state) => this.#move(state)),
      channel.on("notice", (notice) => this.emit("notice", notice)),
      channel.on("error", (error) => this.#fail(error)),
      this.#signaling.onMessage((envelope) => this.#hear(envelope)),
      listenTo(globalThis, "online", () => this.#look()),
      // Before the channel, which leaves the server then.
      watchPage({ hidden: () => this.#hide(), shown: () => this.#show(), isFirst: true }),
      // And behind it.
      watchPage({ hidden: (mayReturn) => mayReturn || this.#quit() }),
    ];
  }

  get peers(): readonly Peer[] {
    return [...this.#members.values()].map(({ peer }) => peer);
  }

  get state(): ChannelState {
    return this.#channel.state;
  }

  override on<Name extends keyof RoomEvents>(
    name: Name,
    listener: (value: RoomEvents[Name]) => void,
  ): Unsubscribe {
    const off = super.on(name, listener);
    if (name !== "peer") return off;
    let isOver = false;
    for (const peer of this.peers) {
      // When `on` has returned, so that the listener can end itself; and only those who are still there by then.
      queueMicrotask(() => {
        if (!isOver && this.#members.get(peer.id)?.peer === peer) {
          callListener(listener, peer as RoomEvents[Name]);
        }
      });
    }
    return () => {
      isOver = true;
      off();
    };
  }

  /**
   * Says good-bye, closes every connection and the channel. Never rejects. Sends no track from the call on. Peers that data was
   * sent to stay connected until they have received it, all at the same time, for at most `flushMs`. After that, `leave` waits
   * at most 1 s for a server that does not answer. The event `leave` gives each peer; its `bufferedAmount` is the dropped data.
   */
  async leave({ flushMs = 1_000 }: LeaveOptions = {}): Promise<void> {
    this.#isLeaving = true;
    const sending = flushMs > 0 ? this.peers.flatMap((peer) => peer.finish() ?? []) : [];
    // Without data the connections are closed in the same turn of the event loop.
    if (sending.length > 0) await settledWithin(flushMs, Promise.all(sending));
    // Said first, but not waited for: whoever leaves is neither seen nor heard from now on.
    const said = this.#sayBye();
    this.#end();
    await settledWithin(leaveMs, said);
    this.#quit();
  }

  async #sayBye(): Promise<void> {
    try {
      await this.#channel.send({ visit: this.#ownJoin.id, say: "bye" });
    } catch {
      // The server tells the others that this peer has left.
    }
  }

  #quit(): void {
    this.#signaling.close();
    this.#channel.disconnect();
  }

  #end(): void {
    for (const off of this.#offs) off();
    for (const peerId of this.#members.keys()) this.#remove(peerId);
  }

  /** Without the server peers stay connected. A peer that was removed or replaced leaves them, too. */
  #fail(error: SignalingError): void {
    this.emit("error", { error });
    if (isFinal(error)) this.#end();
  }

  /** Whoever is not found when the channel is back is away. */
  #move(state: ChannelState): void {
    if (state === "reconnecting") for (const member of this.#members.values()) this.#miss(member);
    this.emit("state", state);
  }

  #find(present: readonly RosterEntry[]): void {
    for (const { peerId, metadata } of present) {
      const greeting = greetingOf(metadata);
      if (greeting) this.#meet(peerId, greeting.visit);
    }
  }

  /** Nothing was missed: whoever is there was there all the time, or comes by the channel. */
  #goOn(present: readonly RosterEntry[]): void {
    for (const { peerId, metadata } of present) {
      const member = this.#members.get(peerId);
      if (member?.joinId === greetingOf(metadata)?.visit && member) stay(member);
    }
    this.#find(present);
    this.emit("resumed", undefined);
  }

  #hear({ from, message }: MessageEnvelope): void {
    const greeting = greetingOf(message);
    if (!greeting) this.#reportStranger(from, message);
    if (!greeting || (greeting.to !== undefined && greeting.to !== this.#ownJoin.id)) return;
    if (greeting.say === "hello") this.#greet(from, greeting);
    else if (greeting.say === "bye" && this.#members.get(from)?.joinId === greeting.visit) {
      this.#remove(from);
    }
  }

  /** Once for each id: other software repeats its offers. */
  #reportStranger(peerId: string, content: unknown): void {
    const error = this.#strangers.has(peerId) ? undefined : strangerError(peerId, content);
    if (!error) return;
    this.#strangers.add(peerId);
    this.emit("error", { error });
  }

  #greet(peerId: string, { visit, to }: Greeting): void {
    if (to === undefined && !this.#signaling.isReliableTo(peerId)) this.#sayHello(peerId, visit);
    this.#meet(peerId, visit);
  }

  #sayHello(peerId: string, to: string): void {
    const hello = { visit: this.#ownJoin.id, to, say: "hello" };
    this.#signaling.sendTo(peerId, hello).catch(() => {});
  }

  #meet(peerId: string, visit: string): void {
    const known = this.#members.get(peerId);
    if (known?.joinId !== visit) this.#add(peerId, visit);
    else if (known.isAway) this.#welcomeBack(known);
  }

  #welcomeBack(member: Member): void {
    stay(member);
    // What was not acknowledged is rejected first, and then known to be missing.
    queueMicrotask(() => member.peer.recover());
  }

  /** Whoever was there under the same id had another visit and is not there any more. */
  #add(peerId: string, visit: string): void {
    this.#remove(peerId);
    const connection = this.#isLeaving ? undefined : this.#connection(peerId);
    if (!connection) return;
    const peer = new Peer({
      id: peerId,
      connection,
      channel: joinChannel({
        channel: this.#signaling,
        joinId: this.#ownJoin.id,
        remotePeerId: peerId,
        remoteJoinId: visit,
      }),
    });
    const member: Member = { peer, joinId: visit, awayTimer: undefined, isAway: false };
    this.#members.set(peerId, member);
    // The first thing that is said: whatever has nobody to hear it would be gone.
    if (this.#signaling.isReliableTo(peerId)) this.#sayHello(peerId, visit);
    peer.on("step", (step) => this.emit("step", { peer, step }));
    peer.on("error", (error) => this.emit("error", { error, peer }));
    peer.on("state", () => this.#watch(member));
    this.emit("peer", peer);
  }

  /** Browsers refuse more than some hundred of them, and other implementations are the application's. */
  #connection(peerId: string): RTCPeerConnection | undefined {
    try {
      return this.#connect();
    } catch (cause) {
      const reason = `no connection could be made for the peer "${peerId}"`;
      this.emit("error", { error: new SignalingError("internal", reason, { cause }) });
      return undefined;
    }
  }

  /** A peer without a connection to the server is there as long as we are connected to it. */
  #miss(member: Member | undefined): void {
    if (!member) return;
    stopTimerOf(member);
    member.isAway = true;
    this.#watch(member);
  }

  #watch(member: Member): void {
    if (!member.isAway) return;
    if (member.peer.isOver) this.#remove(member.peer.id);
    else if (member.peer.state === "connected") stopTimerOf(member);
    // From the first moment on: a connection that is lost goes through several states.
    else member.awayTimer ??= setTimeout(() => this.#remove(member.peer.id), this.#patienceMs());
  }

  /** While we are away ourselves nobody has been seen to leave. */
  #patienceMs(): number {
    return this.state === "reconnecting" ? this.#awayMs + reconnectMs : this.#awayMs;
  }

  #remove(peerId: string): void {
    const member = this.#members.get(peerId);
    if (!member) return;
    stopTimerOf(member);
    this.#members.delete(peerId);
    member.peer.close();
    this.emit("leave", member.peer);
  }

  /** The page ends, or is put aside, and answers nobody from now on: this peer leaves. If it comes back that is another visit. */
  #hide(): void {
    void this.#sayBye();
    for (const peerId of this.#members.keys()) this.#remove(peerId);
    this.#ownJoin.id = randomId();
  }

  /** A channel that has lasted greets nobody by itself. */
  #show(): void {
    if (this.state !== "connected") return;
    this.#channel.send({ visit: this.#ownJoin.id, say: "hello" }).catch(() => {});
  }

  #look(): void {
    for (const { peer } of this.#members.values()) peer.restartIce();
  }
}

function stay(member: Member): void {
  stopTimerOf(member);
  member.isAway = false;
}

function stopTimerOf(member: Member): void {
  clearTimeout(member.awayTimer);
  member.awayTimer = undefined;
}
