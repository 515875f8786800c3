import type {
  ConnectionOutcome,
  Envelope,
  MessageEnvelope,
  PresenceBatch,
  SessionClaim,
} from "simple-webrtc-signaling-protocol";
import { Emitter, type Unsubscribe } from "../base/emitter.ts";
import { errorOf, SignalingError } from "../base/errors.ts";
import { refuseOtherTypes } from "../base/option-types.ts";
import { watchPage } from "../base/page-lifecycle.ts";
import { longestMs } from "../base/timer.ts";
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
import { SocketIoSessions } from "./server-sessions.ts";
import { SessionMemory } from "./session-memory.ts";
import type { TokenSource } from "./token-source.ts";

export interface ServerChannelOptions {
  /**
   * The URL of the server, such as `https://signaling.example`, including a base path. Default: the origin of the page.
   */
  readonly url?: string | undefined;
  /** The token for the server, or a function that returns one. Omit it for a server with `AUTH=none`. */
  readonly token?: TokenSource | undefined;
  /** The own peer id. */
  readonly peerId: string;
  /** The name of the room. Default: the lobby. */
  readonly room?: string | undefined;
  /** The path of Socket.IO on the server. Default: `socket.io/` below the path of `url`. With a path, the client uses Socket.IO only. */
  readonly path?: string | undefined;
  /**
   * Time limit for connecting and for each reply of the server, in milliseconds. Default: 10,000. Long polling is tried
   * in parallel when a WebSocket has not opened after a quarter of this time.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * An earlier channel of this program with the same peer id. It closes with `peer-replaced` when this channel connects. This
   * channel waits until the server releases the peer id.
   */
  readonly replaces?: ServerChannel | undefined;
}

/** The data of `ready`. */
interface ReadyData {
  readonly peerId: string;
  readonly room: string | null;
  readonly joinId: string | null;
  readonly metadata: unknown;
  readonly iceServers: true;
  readonly session: true | SessionClaim;
}

interface InnerEvents extends ChannelEvents {
  readonly message: MessageEnvelope;
}

/** Delay after a failed request for a roster snapshot, in milliseconds. */
const rosterRetryMs = 1_000;

/** Time during which an earlier connection of this client may still hold the peer id, in milliseconds. */
const earlierConnectionMs = 60_000;

/**
 * A signaling channel over simple-webrtc-signaling-server. It reconnects by itself and resumes its session, unnoticed by other
 * peers. If the session is lost, it becomes ready with a new session. It uses a plain WebSocket, and Socket.IO where that fails.
 *
 * @example
 * const channel = new ServerChannel({ url: "https://signaling.example", peerId: "ada" });
 * channel.onMessage(({ from, message }) => console.log(from, message));
 * await channel.connect();
 * await channel.send({ text: "hello" });
 */
export class ServerChannel extends Emitter<InnerEvents> implements SignalingChannel {
  /** The own peer id. */
  readonly peerId: string;
  readonly #room: string | null;
  readonly #timeoutMs: number;
  readonly #url: string;
  readonly #connection: ServerConnection;
  readonly #session = new SessionMemory();
  readonly #roster: Roster;
  readonly #sessions: SocketIoSessions;
  readonly #offPage: Unsubscribe;
  #replaces: ServerChannel | undefined;
  #peerInfo: PeerInfo = {};
  #state: ChannelState = "connecting";
  #countsOutcomes = false;
  #lostAtMs = Number.NEGATIVE_INFINITY;
  /** Whether a `ready` in a handshake was refused because the peer id was taken. */
  #wasTaken = false;
  /** The data of the `ready` in the latest handshake, until its connection is open. */
  #carried: ReadyData | undefined;
  /** Deadline of the first connection, and its timer. */
  #connectByMs = Number.POSITIVE_INFINITY;
  #connecting: ReturnType<typeof setTimeout> | undefined;
  /** The reason for the missing connection. */
  #failure: SignalingError | undefined;
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #rosterTimer: ReturnType<typeof setTimeout> | undefined;
  #stopConnecting: (error: SignalingError) => void = () => {};

  /** Throws a `SignalingError`, code `bad-message` or `bad-peer-id`, if an option has a wrong type. */
  constructor(options: ServerChannelOptions) {
    super();
    refuseOtherTypes(options);
    const { token, peerId, room, path, replaces } = options;
    const timeoutMs = Math.min(options.timeoutMs ?? 10_000, longestMs);
    this.peerId = peerId;
    this.#room = room ?? null;
    this.#timeoutMs = timeoutMs;
    this.#url = serverAddressOf(options.url);
    this.#replaces = replaces;
    this.#roster = new Roster(peerId);
    this.#sessions = new SocketIoSessions({
      peerId,
      mostBytes: () => this.#connection.mostBytes,
      send: (to, message) => this.#sendToSession(to, message),
      isPresent: (session) => this.#roster.has(session),
    });
    const readyData = () => this.#carryReady();
    this.#connection = new ServerConnection({ url: this.#url, token, path, timeoutMs, readyData });
    this.#connection.on("up", () => void this.#becomeReady());
    this.#connection.on("down", () => this.#handleLoss());
    this.#connection.on("event", (event) => this.#receive(event));
    this.#connection.on("failed", (error) => this.#recordFailure(error));
    this.#connection.on("error", (error) => this.#end(error));
    this.#offPage = watchPage({ hidden: () => this.#hide(), shown: () => this.#show() });
  }

  /** The peers with a resumable session, as the channel for a `ReliableChannel`. */
  get sessions(): SessionChannel {
    return this.#sessions;
  }

  /** The id of the own session; `undefined` before the first connection. */
  get sessionId(): string | undefined {
    return this.#session.id;
  }

  /** The state of the connection to the server. */
  get state(): ChannelState {
    return this.#state;
  }

  /** Reports how a connection to a peer went, once and without a retry; `undefined` if the server does not count it. */
  get reportOutcome(): ((outcome: ConnectionOutcome) => void) | undefined {
    return this.#countsOutcomes
      ? (outcome) => void this.#connection.ask("outcome", outcome)
      : undefined;
  }

  /**
   * Connects, and publishes `peerInfo` each time this peer becomes ready. Resolves when it is ready. Rejects with a
   * `SignalingError`, such as `forbidden`, `peer-id-taken` or, after `timeoutMs`, `unavailable`.
   */
  connect(peerInfo: PeerInfo = {}): Promise<void> {
    this.#peerInfo = peerInfo;
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
      this.#replaceEarlier();
      this.#connection.open();
    });
  }

  /** Sends a JSON content to all other peers of the room. Rejects with a `SignalingError`, such as `too-large`. */
  send(content: unknown): Promise<void> {
    return this.#ask("message", { message: content });
  }

  /** Sends a JSON content to one peer. Rejects with a `SignalingError`, such as `peer-not-found`. */
  sendTo(target: string, content: unknown): Promise<void> {
    return this.#ask("messageOne", { target, message: content });
  }

  /** Calls the listener for each message. Returns a function that removes the listener. */
  onMessage(listener: (envelope: MessageEnvelope) => void): Unsubscribe {
    return this.on("message", listener);
  }

  /** Leaves the server and closes the channel permanently. A pending `connect` rejects with `unavailable`. */
  disconnect(): void {
    this.#close();
    this.#stopConnecting(new SignalingError("unavailable", "the channel was disconnected"));
  }

  /** Sends only while connected: before the roster is known, a `peer-not-found` could be of a peer that reconnects. */
  #sendToSession({ peerId: target, sessionId: targetSession }: PeerSession, message: unknown) {
    if (this.#state === "connected") {
      return this.#ask("messageOne", { target, targetSession, message });
    }
    return Promise.reject(
      new SignalingError("unavailable", "not connected to the signaling server"),
    );
  }

  /** Closes the earlier channel first. The server may process its leave a moment later. */
  #replaceEarlier(): void {
    const earlier = this.#replaces;
    this.#replaces = undefined;
    if (!earlier || earlier.state === "closed") return;
    earlier.#end(new SignalingError("peer-replaced", "replaced by a newer join of this page"));
    this.#lostAtMs = Date.now();
  }

  #limitConnecting(): void {
    clearTimeout(this.#connecting);
    this.#connectByMs = Date.now() + this.#timeoutMs;
    this.#connecting = setTimeout(() => this.#end(this.#timeoutError()), this.#timeoutMs);
  }

  #timeoutError(): SignalingError {
    const reason = `no signaling server answers at ${this.#url} within ${this.#timeoutMs} ms`;
    // The transport that the present attempt has tried so far may hide the reason that the last attempt found.
    return this.#failure ?? this.#connection.setback ?? new SignalingError("unavailable", reason);
  }

  /** Records a failed attempt. Closes a channel that was never connected if the wait would exceed its deadline. */
  #recordFailure(error: SignalingError): void {
    this.#failure = error;
    if (Date.now() + (error.retryAfterMs ?? 0) > this.#connectByMs) this.#end(error);
  }

  async #ask(event: string, data: unknown): Promise<void> {
    const reply = await this.#connection.ask(event, data);
    if (!reply.ok) throw errorOf(reply);
  }

  #readyData(): ReadyData {
    const { joinId = null, metadata = null } = this.#peerInfo;
    const session = this.#session.claim();
    return { peerId: this.peerId, room: this.#room, joinId, metadata, iceServers: true, session };
  }

  /** Returns the data of a `ready` in a handshake. */
  #carryReady(): ReadyData {
    this.#noteAbandoned();
    this.#carried = this.#readyData();
    return this.#carried;
  }

  /** The server may have received a handshake whose response never arrived: then this client itself holds the peer id. */
  #noteAbandoned(): void {
    if (this.#carried) this.#lostAtMs = Date.now();
    this.#carried = undefined;
  }

  /** Returns whether an earlier connection of this client, or of an earlier page, may still hold the peer id. */
  #mayHoldPeerId(): boolean {
    if (Date.now() - this.#lostAtMs < earlierConnectionMs) return true;
    // The handshake can overtake the leave request of a page that was reloaded. The next attempt cannot.
    const isFirst = this.#connection.hasSentReady === true && !this.#wasTaken;
    this.#wasTaken = true;
    return isFirst;
  }

  /** Returns the data of the `ready` on the present connection: that of its handshake, or new data. */
  #takeReady(): ReadyData {
    const { hasSentReady } = this.#connection;
    const carried = this.#carried;
    if (hasSentReady !== undefined) this.#carried = undefined;
    this.#noteAbandoned();
    return (hasSentReady && carried) || this.#readyData();
  }

  async #becomeReady(): Promise<void> {
    const data = this.#takeReady();
    const { session } = data;
    const reply = await this.#connection.ask("ready", data);
    if (this.#state === "closed") return;
    const readiness = reply.ok ? readinessOf(reply.value) : undefined;
    if (readiness) return this.#begin(readiness);
    if (reply.ok) return this.#connection.restart();
    const { code, retryAfterMs } = reply;
    if (code === "session-lost" && session !== true) {
      this.#session.forget();
      this.emit("sessionLost", undefined);
      return this.#becomeReady();
    }
    const mayBeOwnEarlier = code === "peer-id-taken" && this.#mayHoldPeerId();
    // The server may have accepted the request: then an unknown session of this client holds the peer id.
    if (code === "unavailable") this.#lostAtMs = Date.now();
    // The connection was lost in the meantime, and another attempt is pending.
    if (!this.#connection.isUp) return;
    const error = errorOf(reply);
    const mayBeOther = code === "session-lost" || code === "unavailable" || code === "rate-limited";
    if (!mayBeOther && !mayBeOwnEarlier) return this.#end(error);
    this.#connection.restart(retryAfterMs);
    if (code !== "session-lost") this.#recordFailure(error);
  }

  #begin(readiness: Readiness): void {
    const { peers, revision, session, expiresAtMs, gatheringMs, isResumed, iceServers } = readiness;
    this.#countsOutcomes = readiness.countsOutcomes;
    this.#session.keep(session);
    this.#connection.settle(expiresAtMs);
    this.#enter("connected");
    this.emit("iceServers", iceServers);
    this.#gather(gatheringMs);
    const { left } = this.#roster.replace(peers, revision, gatheringMs !== undefined);
    this.#sessions.begin(isResumed, this.#roster.peers);
    for (const { peerId } of left) this.emit("close", peerId);
    this.emit(isResumed ? "resumed" : "ready", peers);
    // Node.js can report the end of a connection before code that awaits the reply runs.
    if (!this.#connection.isUp) this.#handleLoss();
  }

  /** Peers that are still missing after the gathering time have left. */
  #gather(gatheringMs: number | undefined): void {
    clearTimeout(this.#gathering);
    clearTimeout(this.#rosterTimer);
    this.#gathering = undefined;
    if (gatheringMs === undefined) return;
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined;
      void this.#requestRoster();
    }, gatheringMs);
  }

  async #applyBatch(batch: PresenceBatch): Promise<void> {
    const changes = this.#roster.apply(batch);
    if (changes === "gap") await this.#requestRoster();
    else this.#reportChanges(changes);
  }

  async #requestRoster(): Promise<void> {
    clearTimeout(this.#rosterTimer);
    const reply = await this.#connection.ask("presence");
    if (this.#state !== "connected") return;
    const roster = reply.ok ? rosterOf(reply.value) : undefined;
    if (!roster) {
      // Without the snapshot, a missed leave would never be reported.
      const delayMs = (reply.ok ? undefined : reply.retryAfterMs) ?? rosterRetryMs;
      this.#rosterTimer = setTimeout(() => void this.#requestRoster(), delayMs);
      return;
    }
    const { peers, revision } = roster;
    this.#reportChanges(this.#roster.replace(peers, revision, this.#gathering !== undefined));
  }

  #reportChanges(changes: Changes): void {
    const { joined, left } = changes;
    this.#sessions.change(changes);
    for (const { peerId } of left) this.emit("close", peerId);
    for (const peer of joined) this.emit("open", peer);
  }

  #handleLoss(): void {
    this.#gather(undefined);
    this.#roster.forgetRevision();
    if (this.#state !== "connected") return;
    this.#lostAtMs = Date.now();
    this.#enter("reconnecting");
  }

  /** The page is unloaded, cached or frozen: this peer leaves at once, and joins again when the page is shown. */
  #hide(): void {
    this.#connection.suspend();
    clearTimeout(this.#connecting);
    this.#session.forget();
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
    if (name === "message") given(envelopeOf(value), (envelope) => this.#handleEnvelope(envelope));
    if (name === "presence") given(presenceBatchOf(value), (batch) => void this.#applyBatch(batch));
    if (name === "iceServers") given(iceServersOf(value), (all) => this.emit("iceServers", all));
    if (name === "drain") given(drainMsOf(value), (delayMs) => this.#connection.moveIn(delayMs));
    if (name === "notice") given(noticeOf(value), (notice) => this.emit("notice", notice));
  }

  #handleEnvelope(envelope: Envelope): void {
    if ("connections" in envelope) return;
    const { from: peerId } = envelope;
    if ("action" in envelope) {
      if (envelope.action === "open") this.emit("open", { peerId });
      if (envelope.action === "close") this.emit("close", peerId);
    } else {
      this.#roster.receive(envelope);
      this.#sessions.receive(envelope);
      this.emit("message", envelope);
    }
  }
}

/** Ignores values with a wrong shape. */
function given<Value>(value: Value | undefined, act: (value: Value) => void): void {
  if (value !== undefined) act(value);
}
