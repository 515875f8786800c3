import type {
  Drain,
  Envelope,
  IceServersValue,
  MessageEnvelope,
  Notice,
  PresenceBatch,
  ReadyValue,
  Roster as RosterValue,
} from "simple-webrtc-signaling-protocol";
import { Emitter, type Off } from "./emitter.ts";
import { SignalingError } from "./errors.ts";
import { Link } from "./link.ts";
import { isReadyValue } from "./reply.ts";
import { type Changes, Roster } from "./roster.ts";
import type { PeerSession, SessionChannel } from "./session-channel.ts";
import { SessionMemory } from "./session-memory.ts";
import type {
  ChannelEvents,
  ChannelState,
  Introduction,
  SignalingChannel,
} from "./signaling-channel.ts";
import { SocketIoSessions } from "./socketio-sessions.ts";
import type { TokenSource } from "./token-source.ts";

export interface SocketIoChannelOptions {
  /** The server's address, such as `https://signaling.example`, with the path it is served below, if there is one. */
  readonly url: string;
  /** The server's token, or a function that gets one; absent for a server with `AUTH=none`. */
  readonly token?: TokenSource;
  readonly peerId: string;
  /** Default: the lobby. */
  readonly room?: string;
  /** Where the server serves Socket.IO. Default: `socket.io/` below the path of `url`. */
  readonly path?: string;
  /** How long an answer may take, in milliseconds, until the channel counts as `unavailable`. */
  readonly timeoutMs?: number;
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
  readonly #link: Link;
  readonly #session = new SessionMemory();
  readonly #roster: Roster;
  readonly #sessions: SocketIoSessions;
  #introduction: Introduction = {};
  #state: ChannelState = "connecting";
  #lostAtMs = Number.NEGATIVE_INFINITY;
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #looking: ReturnType<typeof setTimeout> | undefined;
  #stopConnecting: (error: SignalingError) => void = () => {};

  constructor({ url, token, peerId, room, path, timeoutMs = 10_000 }: SocketIoChannelOptions) {
    super();
    this.peerId = peerId;
    this.#room = room ?? null;
    this.#timeoutMs = timeoutMs;
    this.#url = url;
    this.#roster = new Roster(peerId);
    this.#sessions = new SocketIoSessions({
      peerId,
      send: (to, message) => this.#tellSession(to, message),
      isPresent: (session) => this.#roster.has(session),
    });
    this.#link = new Link({ url, token, path, timeoutMs });
    this.#link.on("up", () => void this.#becomeReady());
    this.#link.on("down", () => this.#lose());
    this.#link.on("error", (error) => this.#end(error));
    this.#link.hear("iceServers", (value: IceServersValue) => this.#learnRoutes(value));
    this.#link.hear("message", (envelope: Envelope) => this.#hear(envelope));
    this.#link.hear("presence", (batch: PresenceBatch) => void this.#follow(batch));
    this.#link.hear("drain", ({ retryAfterMs }: Drain) => this.#link.moveIn(retryAfterMs));
    this.#link.hear("notice", (notice: Notice) => this.emit("notice", notice));
  }

  /** For a `ReliableChannel`: who has a session that outlives its connection. */
  get sessions(): SessionChannel {
    return this.#sessions;
  }

  get state(): ChannelState {
    return this.#state;
  }

  connect(introduction: Introduction = {}): Promise<void> {
    this.#introduction = introduction;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#end(new SignalingError("unavailable", `no signaling server answers at ${this.#url}`));
      }, this.#timeoutMs);
      const settle = (act: () => void) => () => {
        clearTimeout(timer);
        for (const off of offs) off();
        act();
      };
      const fail = (error: SignalingError) => settle(() => reject(error))();
      const offs = [this.on("ready", settle(resolve)), this.on("error", fail)];
      this.#stopConnecting = fail;
      this.#link.open();
    });
  }

  send(content: unknown): Promise<void> {
    return this.#ask("message", { message: content });
  }

  sendTo(target: string, content: unknown): Promise<void> {
    return this.#ask("messageOne", { target, message: content });
  }

  onMessage(listener: (envelope: MessageEnvelope) => void): Off {
    return this.on("message", listener);
  }

  disconnect(): void {
    this.#close();
    this.#stopConnecting(new SignalingError("unavailable", "the channel was disconnected"));
  }

  /** Before it is known who is there a refusal would mean nothing: whoever is not found may be on the way back. */
  #tellSession({ peerId: target, sessionId: targetSession }: PeerSession, message: unknown) {
    if (this.#state === "connected") {
      return this.#ask<void>("messageOne", { target, targetSession, message });
    }
    return Promise.reject(new SignalingError("unavailable", "the signaling server is away"));
  }

  async #ask<Value>(event: string, ...parameters: unknown[]): Promise<Value> {
    const reply = await this.#link.ask<Value>(event, ...parameters);
    if (reply.ok) return reply.value;
    const { code, reason, retryAfterMs } = reply;
    throw new SignalingError(code, reason, { retryAfterMs });
  }

  /** The greeting does not wait for the reply: the server handles one after the other. Who goes on greets nobody. */
  async #becomeReady(): Promise<void> {
    const { metadata = null, greeting } = this.#introduction;
    const session = this.#session.claim();
    const options = { room: this.#room, metadata, iceServers: true, session };
    const replied = this.#link.ask<ReadyValue>("ready", this.peerId, options);
    if (session === true && greeting !== undefined) {
      this.#link.tell("message", { message: greeting });
    }
    const reply = await replied;
    if (this.#state === "closed") return;
    if (reply.ok && !isReadyValue(reply.value)) return this.#link.restart();
    if (reply.ok) return this.#begin(reply.value);
    const { code, reason, retryAfterMs } = reply;
    if (code === "session-lost" && session !== true) {
      this.#session.forget();
      this.emit("sessionLost", undefined);
      return this.#becomeReady();
    }
    const mayBeOwnGhost = code === "peer-id-taken" && Date.now() - this.#lostAtMs < ghostMs;
    // It may have been accepted all the same, and the id be held by a session that we know nothing of.
    if (code === "unavailable") this.#lostAtMs = Date.now();
    const mayBeOther = code === "session-lost" || code === "unavailable" || code === "rate-limited";
    if (mayBeOther || mayBeOwnGhost) {
      this.#link.restart(retryAfterMs);
    } else {
      this.#end(new SignalingError(code, reason));
    }
  }

  #begin(value: ReadyValue): void {
    const { peers, revision = 0, session, expiresAtMs, gatheringMs, isResumed = false } = value;
    this.#session.keep(session);
    this.#link.settle(expiresAtMs);
    this.#enter("connected");
    this.#learnRoutes(value);
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
    const reply = await this.#link.ask<RosterValue>("presence");
    if (this.#state !== "connected") return;
    if (!reply.ok) {
      // Without the snapshot a leave that was missed would never be told.
      this.#looking = setTimeout(() => void this.#lookAgain(), reply.retryAfterMs ?? lookAgainMs);
      return;
    }
    const { peers, revision } = reply.value;
    this.#tell(this.#roster.replace(peers, revision, this.#gathering !== undefined));
  }

  #tell(changes: Changes): void {
    const { joined, left } = changes;
    this.#sessions.change(changes);
    for (const { peerId } of left) this.emit("close", peerId);
    for (const { peerId } of joined) this.emit("open", peerId);
  }

  /** A server of an earlier version tells nothing. */
  #learnRoutes({ iceServers = [] }: Partial<IceServersValue>): void {
    this.emit("iceServers", iceServers);
  }

  #lose(): void {
    this.#gather(undefined);
    this.#roster.forgetRevision();
    if (this.#state !== "connected") return;
    this.#lostAtMs = Date.now();
    this.#enter("reconnecting");
  }

  #end(error: SignalingError): void {
    if (this.#state === "closed") return;
    this.#close();
    this.emit("error", error);
  }

  #close(): void {
    this.#enter("closed");
    this.#gather(undefined);
    this.#link.close();
  }

  #enter(state: ChannelState): void {
    if (this.#state === state || this.#state === "closed") return;
    this.#state = state;
    this.emit("state", state);
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
