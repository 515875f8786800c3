import type {
  Envelope,
  IceServersValue,
  MessageEnvelope,
  ReadyValue,
  RefreshValue,
  Reply,
} from "simple-webrtc-signaling-protocol";
import { io, type Socket } from "socket.io-client";
import { Emitter, type Off } from "./emitter.ts";
import { type ErrorCode, SignalingError } from "./errors.ts";
import type {
  ChannelEvents,
  ChannelState,
  Introduction,
  SignalingChannel,
} from "./signaling-channel.ts";
import { TokenRefresh } from "./token-refresh.ts";
import { authOf, type TokenSource } from "./token-source.ts";

export interface SocketIoChannelOptions {
  /** The server's address, such as `https://signaling.example`. */
  readonly url: string;
  /** The server's token, or a function that gets one; absent for a server with `AUTH=none`. */
  readonly token?: TokenSource;
  readonly peerId: string;
  /** Default: the lobby. */
  readonly room?: string;
  /** Where the server serves Socket.IO. */
  readonly path?: string;
  /** How long an answer may take, in milliseconds, until the channel counts as `unavailable`. */
  readonly timeoutMs?: number;
}

interface InnerEvents extends ChannelEvents {
  readonly message: MessageEnvelope;
}

/** After a loss the lost connection may hold the own id until the server notices, in milliseconds. */
const ghostMs = 60_000;

/** Until the next attempt, where the server answers but cannot let us in yet, in milliseconds. */
const retryMs = 1_000;

/** A signaling channel over simple-webrtc-signaling-server. It reconnects by itself and is ready again. */
export class SocketIoChannel extends Emitter<InnerEvents> implements SignalingChannel {
  readonly peerId: string;
  readonly #room: string | null;
  readonly #timeoutMs: number;
  readonly #url: string;
  readonly #socket: Socket;
  readonly #token: TokenSource | undefined;
  readonly #refresh = new TokenRefresh({ refresh: (end) => this.#refreshToken(end) });
  #introduction: Introduction = {};
  #state: ChannelState = "connecting";
  #lostAtMs = Number.NEGATIVE_INFINITY;
  #stopConnecting: (error: SignalingError) => void = () => {};
  /** Of two tokens in a row that have expired, the second ends the channel. */
  #hadExpired = false;

  constructor({ url, token, peerId, room, path, timeoutMs = 10_000 }: SocketIoChannelOptions) {
    super();
    this.peerId = peerId;
    this.#room = room ?? null;
    this.#timeoutMs = timeoutMs;
    this.#url = url;
    this.#token = token;
    this.#socket = io(url, {
      auth: (show) => void this.#showToken(show),
      autoConnect: false,
      forceNew: true,
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 10_000,
      ...(path === undefined ? {} : { path }),
    });
    this.#socket.on("connect", () => void this.#becomeReady());
    this.#socket.on("connect_error", (error) => this.#failToConnect(error));
    this.#socket.on("disconnect", () => this.#lose());
    this.#socket.on("iceServers", (value: IceServersValue) => this.#learnRoutes(value));
    this.#socket.on("message", (envelope: Envelope) => this.#hear(envelope));
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
      this.#socket.connect();
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

  async #ask<Value>(event: string, ...parameters: unknown[]): Promise<Value> {
    const reply = await this.#replyTo<Value>(event, parameters);
    if (!reply.ok) throw new SignalingError(reply.code, reply.reason);
    return reply.value;
  }

  /** What is said while there is no connection is refused: socket.io-client would send it later, stale. */
  async #replyTo<Value>(event: string, parameters: unknown[]): Promise<Reply<Value>> {
    const away = {
      ok: false,
      code: "unavailable",
      reason: "the signaling server is away",
    } as const;
    if (!this.#socket.connected) return away;
    try {
      const socket = this.#socket.timeout(this.#timeoutMs);
      return (await socket.emitWithAck(event, ...parameters)) as Reply<Value>;
    } catch {
      return away;
    }
  }

  /** The greeting does not wait for the reply: the server handles one after the other. */
  async #becomeReady(): Promise<void> {
    const { metadata = null, greeting } = this.#introduction;
    const options = { room: this.#room, metadata, iceServers: true };
    const replied = this.#replyTo<ReadyValue>("ready", [this.peerId, options]);
    if (greeting !== undefined) this.#socket.emit("message", { message: greeting });
    const reply = await replied;
    if (reply.ok) {
      this.#enter("connected");
      this.#hadExpired = false;
      if (typeof this.#token === "function") this.#refresh.schedule(reply.value.expiresAtMs);
      this.#learnRoutes(reply.value);
      this.emit("ready", reply.value.peers);
    } else if (reply.code === "peer-id-taken" && this.#mayBeOwnGhost()) {
      this.#retryLater();
    } else if (reply.code !== "unavailable") {
      this.#end(new SignalingError(reply.code, reply.reason));
    }
  }

  /** A server of an earlier version tells nothing. */
  #learnRoutes({ iceServers = [] }: Partial<IceServersValue>): void {
    this.emit("iceServers", iceServers);
  }

  #mayBeOwnGhost(): boolean {
    return Date.now() - this.#lostAtMs < ghostMs;
  }

  /** A socket that is still `active` tries again by itself: nobody answered. Otherwise the server said no. */
  #failToConnect(error: Error & { data?: { code: ErrorCode; reason: string } }): void {
    if (this.#socket.active) return;
    const { code = "forbidden", reason = error.message } = error.data ?? {};
    if (code === "unavailable" || this.#mayGetAnother(code)) this.#retryLater();
    else this.#end(new SignalingError(code, reason));
  }

  /** Whoever can ask for a token asks once more. */
  #mayGetAnother(code: ErrorCode): boolean {
    if (code !== "token-expired" || typeof this.#token !== "function") return false;
    const isFirst = !this.#hadExpired;
    this.#hadExpired = true;
    return isFirst;
  }

  #retryLater(): void {
    setTimeout(() => this.#state !== "closed" && this.#socket.connect(), retryMs);
  }

  /** Without a token there is no sense in connecting: as if nobody answered, socket.io-client tries again. */
  async #showToken(show: (auth: object) => void): Promise<void> {
    try {
      show(await authOf(this.#token));
    } catch (cause) {
      if (this.#state === "reconnecting") this.#socket.io.engine.close();
      else this.#end(new SignalingError("unavailable", "no token could be had", { cause }));
    }
  }

  /** When the next token ends. If it is refused the present one goes on, and at its end we connect anew. */
  async #refreshToken(presentEndMs: number): Promise<number | undefined> {
    try {
      const auth = await authOf(this.#token);
      return (await this.#ask<RefreshValue>("refresh", auth)).expiresAtMs;
    } catch (error) {
      const isFinal = error instanceof SignalingError && error.code !== "unavailable";
      return isFinal ? undefined : presentEndMs;
    }
  }

  #lose(): void {
    this.#refresh.stop();
    if (this.#state !== "connected") return;
    this.#lostAtMs = Date.now();
    this.#enter("reconnecting");
    if (!this.#socket.active) this.#socket.connect();
  }

  #end(error: SignalingError): void {
    this.#close();
    this.emit("error", error);
  }

  #close(): void {
    // First, so that the end of the connection is not taken for its loss.
    this.#enter("closed");
    this.#refresh.stop();
    this.#socket.disconnect();
  }

  #enter(state: ChannelState): void {
    if (this.#state === state || this.#state === "closed") return;
    this.#state = state;
    this.emit("state", state);
  }

  #hear(envelope: Envelope): void {
    if ("connections" in envelope) return;
    if ("action" in envelope) this.emit(envelope.action, envelope.from);
    else this.emit("message", envelope);
  }
}
