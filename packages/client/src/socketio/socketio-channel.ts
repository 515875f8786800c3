import type { Envelope, MessageEnvelope, PresenceBatch } from "simple-webrtc-signaling-protocol";
import { Emitter, type Unsubscribe } from "../base/emitter.ts";
import { SignalingError } from "../base/errors.ts";
import { refuseOtherTypes } from "../base/option-types.ts";
import { watchPage } from "../base/page-lifecycle.ts";
import type { PeerSession, SessionChannel } from "../channel/session-channel.ts";
import type {
  ChannelEvents,
  ChannelState,
  PeerInfo,
  SignalingChannel,
} from "../channel/signaling-channel.ts";
import {
  drainMsOf,
  envelopeOf,
  iceServersOf,
  noticeOf,
  presenceBatchOf,
  type Readiness,
  readinessOf,
  rosterOf,
} from "./incoming.ts";
import { type Changes, Roster } from "./roster.ts";
import { serverAddressOf } from "./server-address.ts";
import { ServerConnection, type ServerConnectionEvents } from "./server-connection.ts";
import { SessionMemory } from "./session-memory.ts";
import { SocketIoSessions } from "./socketio-sessions.ts";
import type { TokenSource } from "./token-source.ts";

export interface SocketIoChannelOptions {
  /**
   * The server's address, such as `https://signaling.example`, with the path it is served below, if there is one. Default:
   * where the page came from.
   */
  readonly url?: string | undefined;
  /** The server's token, or a function that gets one; absent for a server with `AUTH=none`. */
  readonly token?: TokenSource | undefined;
  readonly peerId: string;
  /** Default: the lobby. */
  readonly room?: string | undefined;
  /** Where the server serves Socket.IO. Default: `socket.io/` below the path of `url`. */
  readonly path?: string | undefined;
  /**
   * How long an answer may take, in milliseconds, until the channel counts as `unavailable`. Default: 10,000. Long polling is
   * tried beside a websocket that has not opened after a quarter of this.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * An earlier channel of this program for the same peer id, whose place this one takes: it ends with `peer-replaced` when
   * this one connects. The server may hold the id for it a moment longer; that is waited for.
   */
  readonly replaces?: SocketIoChannel | undefined;
}

interface InnerEvents extends ChannelEvents {
  readonly message: MessageEnvelope;
}

/** How long after a failed request for a snapshot the next one is sent, in milliseconds. */
const lookAgainMs = 1_000;

/** After a loss somebody else may hold the own id for a while: a connection of an earlier life of ours, in milliseconds. */
const ghostMs = 60_000;

/**
 * A signaling channel over simple-webrtc-signaling-server. It reconnects by itself and goes on with its session, of
 * which the others notice nothing; if that is over, it is ready anew.
 */
export class SocketIoChannel extends Emitter<InnerEvents> implements SignalingChannel {
  readonly peerId: string;
  readonly #room: string | null;
  readonly #timeoutMs: number;
  readonly #url: string;
  readonly #connection: ServerConnection;
  readonly #session = new SessionMemory();
  readonly #roster: Roster;
  readonly #sessions: SocketIoSessions;
  readonly #offPage: Unsubscribe;
  #replaces: SocketIoChannel | undefined;
  #introduction: PeerInfo = {};
  #state: ChannelState = "connecting";
  #lostAtMs = Number.NEGATIVE_INFINITY;
  /** Until when the first connection has to stand, and the timer that says so. */
  #connectByMs = Number.POSITIVE_INFINITY;
  #connecting: ReturnType<typeof setTimeout> | undefined;
  /** Why there is no connection yet. */
  #failure: SignalingError | undefined;
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #looking: ReturnType<typeof setTimeout> | undefined;
  #stopConnecting: (error: SignalingError) => void = () => {};

  /** Throws a `SignalingError`, `bad-message` or `bad-peer-id`, if an option has another type than it must have. */
  constructor(options: SocketIoChannelOptions) {
    super();
    refuseOtherTypes(options);
    const { token, peerId, room, path, timeoutMs = 10_000, replaces } = options;
    this.peerId = peerId;
    this.#room = room ?? null;
    this.#timeoutMs = timeoutMs;
    this.#url = serverAddressOf(options.url);
    this.#replaces = replaces;
    this.#roster = new Roster(peerId);
    this.#sessions = new SocketIoSessions({
      peerId,
      mostBytes: () => this.#connection.mostBytes,
      send: (to, message) => this.#tellSession(to, message),
      isPresent: (session) => this.#roster.has(session),
    });
    this.#connection = new ServerConnection({ url: this.#url, token, path, timeoutMs });
    this.#connection.on("up", () => void this.#becomeReady());
    this.#connection.on("down", () => this.#lose());
    this.#connection.on("event", (event) => this.#receive(event));
    this.#connection.on("failed", (error) => this.#note(error));
    this.#connection.on("error", (error) => this.#end(error));
    this.#offPage = watchPage({ hidden: () => this.#hide(), shown: () => this.#show() });
  }

  /** For a `ReliableChannel`: who has a session that outlives its connection. */
  get sessions(): SessionChannel {
    return this.#sessions;
  }

  get state(): ChannelState {
    return this.#state;
  }

  connect(introduction: PeerInfo = {}): Promise<void> {
    this.#introduction = introduction;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => () => {
        clearTimeout(this.#connecting);
        this.#connectByMs = Number.POSITIVE_INFINITY;
        for (const off of offs) off();
        act();
      };
      const fail = (error: SignalingError) => settle(() => reject(error))();
      const offs = [this.on("ready", settle(resolve)), this.on("error", fail)];
      this.#stopConnecting = fail;
      this.#limitConnecting();
      this.#takePlace();
      this.#connection.open();
    });
  }

  send(content: unknown): Promise<void> {
    return this.#ask("message", { message: content });
  }

  sendTo(target: string, content: unknown): Promise<void> {
    return this.#ask("messageOne", { target, message: content });
  }

  onMessage(listener: (envelope: MessageEnvelope) => void): Unsubscribe {
    return this.on("message", listener);
  }

  disconnect(): void {
    this.#close();
    this.#stopConnecting(new SignalingError("unavailable", "the channel was disconnected"));
  }

  /** Before it is known who is there a refusal would mean nothing: whoever is not found may be on the way back. */
  #tellSession({ peerId: target, sessionId: targetSession }: PeerSession, message: unknown) {
    if (this.#state === "connected") {
      return this.#ask("messageOne", { target, targetSession, message });
    }
    return Promise.reject(new SignalingError("unavailable", "the signaling server is away"));
  }

  /** The earlier channel leaves first, but the server may hear of that a moment later. */
  #takePlace(): void {
    const earlier = this.#replaces;
    this.#replaces = undefined;
    if (!earlier || earlier.state === "closed") return;
    earlier.#end(new SignalingError("peer-replaced", "another join of this page took the place"));
    this.#lostAtMs = Date.now();
  }

  #limitConnecting(): void {
    clearTimeout(this.#connecting);
    this.#connectByMs = Date.now() + this.#timeoutMs;
    this.#connecting = setTimeout(() => this.#end(this.#late()), this.#timeoutMs);
  }

  #late(): SignalingError {
    const reason = `no signaling server answers at ${this.#url} within ${this.#timeoutMs} ms`;
    return this.#connection.setback ?? this.#failure ?? new SignalingError("unavailable", reason);
  }

  /** Something keeps the channel from being connected now: the first time it ends if it would have to wait too long. */
  #note(error: SignalingError): void {
    this.#failure = error;
    if (Date.now() + (error.retryAfterMs ?? 0) > this.#connectByMs) this.#end(error);
  }

  async #ask(event: string, ...parameters: unknown[]): Promise<void> {
    const reply = await this.#connection.ask(event, ...parameters);
    if (reply.ok) return;
    const { code, reason, retryAfterMs } = reply;
    throw new SignalingError(code, reason, { retryAfterMs });
  }

  /** The greeting does not wait for the reply: the server handles one after the other. Who goes on greets nobody. */
  async #becomeReady(): Promise<void> {
    const { metadata = null, helloMessage: greeting } = this.#introduction;
    const session = this.#session.claim();
    const options = { room: this.#room, metadata, iceServers: true, session };
    const replied = this.#connection.ask("ready", this.peerId, options);
    if (session === true && greeting !== undefined) {
      this.#connection.tell("message", { message: greeting });
    }
    const reply = await replied;
    if (this.#state === "closed") return;
    const readiness = reply.ok ? readinessOf(reply.value) : undefined;
    if (readiness) return this.#begin(readiness);
    if (reply.ok) return this.#connection.restart();
    const { code, reason, retryAfterMs } = reply;
    if (code === "session-lost" && session !== true) {
      this.#session.forget();
      this.emit("sessionLost", undefined);
      return this.#becomeReady();
    }
    const mayBeOwnGhost = code === "peer-id-taken" && Date.now() - this.#lostAtMs < ghostMs;
    // It may have been accepted all the same, and the id be held by a session that we know nothing of.
    if (code === "unavailable") this.#lostAtMs = Date.now();
    // The connection was lost meanwhile, and another attempt is under way.
    if (!this.#connection.isUp) return;
    const error = new SignalingError(code, reason, { retryAfterMs });
    const mayBeOther = code === "session-lost" || code === "unavailable" || code === "rate-limited";
    if (!mayBeOther && !mayBeOwnGhost) return this.#end(error);
    this.#connection.restart(retryAfterMs);
    if (code !== "session-lost") this.#note(error);
  }

  #begin(readiness: Readiness): void {
    const { peers, revision, session, expiresAtMs, gatheringMs, isResumed, iceServers } = readiness;
    this.#session.keep(session);
    this.#connection.settle(expiresAtMs);
    this.#enter("connected");
    this.emit("iceServers", iceServers);
    this.#gather(gatheringMs);
    const { left } = this.#roster.replace(peers, revision, gatheringMs !== undefined);
    this.#sessions.begin(isResumed, this.#roster.peers);
    for (const { peerId } of left) this.emit("close", peerId);
    this.emit(isResumed ? "resumed" : "ready", peers);
  }

  /** When nobody is waited for any more, whoever is still missing has left. */
  #gather(gatheringMs: number | undefined): void {
    clearTimeout(this.#gathering);
    clearTimeout(this.#looking);
    this.#gathering = undefined;
    if (gatheringMs === undefined) return;
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined;
      void this.#lookAgain();
    }, gatheringMs);
  }

  async #follow(batch: PresenceBatch): Promise<void> {
    const changes = this.#roster.apply(batch);
    if (changes === "gap") await this.#lookAgain();
    else this.#tell(changes);
  }

  async #lookAgain(): Promise<void> {
    clearTimeout(this.#looking);
    const reply = await this.#connection.ask("presence");
    if (this.#state !== "connected") return;
    const roster = reply.ok ? rosterOf(reply.value) : undefined;
    if (!roster) {
      // Without the snapshot a leave that was missed would never be reported.
      const delayMs = (reply.ok ? undefined : reply.retryAfterMs) ?? lookAgainMs;
      this.#looking = setTimeout(() => void this.#lookAgain(), delayMs);
      return;
    }
    const { peers, revision } = roster;
    this.#tell(this.#roster.replace(peers, revision, this.#gathering !== undefined));
  }

  #tell(changes: Changes): void {
    const { joined, left } = changes;
    this.#sessions.change(changes);
    for (const { peerId } of left) this.emit("close", peerId);
    for (const { peerId } of joined) this.emit("open", peerId);
  }

  #lose(): void {
    this.#gather(undefined);
    this.#roster.forgetRevision();
    if (this.#state !== "connected") return;
    this.#lostAtMs = Date.now();
    this.#enter("reconnecting");
  }

  /** The page ends, or is put aside: this peer leaves at once. If the page comes back it is ready anew. */
  #hide(): void {
    clearTimeout(this.#connecting);
    this.#session.forget();
    this.#connection.suspend();
  }

  #show(): void {
    if (this.#connectByMs < Number.POSITIVE_INFINITY) this.#limitConnecting();
    if (this.#state === "reconnecting") this.emit("sessionLost", undefined);
    this.#connection.resume();
  }

  #end(error: SignalingError): void {
    if (this.#state === "closed") return;
    this.#close();
    this.emit("error", error);
  }

  #close(): void {
    this.#enter("closed");
    this.#gather(undefined);
    this.#offPage();
    this.#connection.close();
  }

  #enter(state: ChannelState): void {
    if (this.#state === state || this.#state === "closed") return;
    this.#state = state;
    this.emit("state", state);
  }

  #receive({ name, value }: ServerConnectionEvents["event"]): void {
    if (name === "message") given(envelopeOf(value), (envelope) => this.#hear(envelope));
    if (name === "presence") given(presenceBatchOf(value), (batch) => void this.#follow(batch));
    if (name === "iceServers") given(iceServersOf(value), (all) => this.emit("iceServers", all));
    if (name === "drain") given(drainMsOf(value), (delayMs) => this.#connection.moveIn(delayMs));
    if (name === "notice") given(noticeOf(value), (notice) => this.emit("notice", notice));
  }

  #hear(envelope: Envelope): void {
    if ("connections" in envelope) return;
    if ("action" in envelope) this.emit(envelope.action, envelope.from);
    else {
      this.#roster.hear(envelope);
      this.#sessions.hear(envelope);
      this.emit("message", envelope);
    }
  }
}

/** What has another shape than it must have is ignored. */
function given<Value>(value: Value | undefined, act: (value: Value) => void): void {
  if (value !== undefined) act(value);
}
