import type { RefreshValue, Refusal, Reply } from "simple-webrtc-signaling-protocol";
import { io, type Socket } from "socket.io-client";
import { isFinal } from "./dismissal.ts";
import { Emitter, type Off } from "./emitter.ts";
import { type ErrorCode, SignalingError } from "./errors.ts";
import { Reconnection } from "./reconnection.ts";
import { isReply } from "./reply.ts";
import { socketIoAddress } from "./socketio-address.ts";
import { TokenRefresh } from "./token-refresh.ts";
import { authOf, type TokenSource } from "./token-source.ts";

export interface LinkOptions {
  readonly url: string;
  readonly token: TokenSource | undefined;
  readonly path: string | undefined;
  /** How long an answer may take, and how long it may take to connect, in milliseconds. */
  readonly timeoutMs: number;
}

export interface LinkEvents {
  /** There is a connection, and the server has let us in. */
  readonly up: undefined;
  /** There is none any more; the next one is tried for. */
  readonly down: undefined;
  /** The server does not want us, or sent us away: nothing more is tried. */
  readonly error: SignalingError;
}

/** How long a connection has to show that it is one after the network has changed, in milliseconds. */
const probeMs = 2_000;

type ConnectError = Error & { readonly data?: Refusal };

const away = { ok: false, code: "unavailable", reason: "the signaling server is away" } as const;

/** The second is for networks where there is no first. */
const transports = ["websocket", "polling"] as const;

/** How often a websocket alone is tried where one has worked before: while a server is away, the other way is no better. */
const patience = 3;

/** One connection to the server after the other, and at most one at a time. */
export class Link extends Emitter<LinkEvents> {
  readonly #socket: Socket;
  readonly #token: TokenSource | undefined;
  readonly #timeoutMs: number;
  readonly #reconnection = new Reconnection({
    connect: () => this.#connect(),
    doubt: () => void this.#probe(),
  });
  readonly #refresh = new TokenRefresh({ refresh: (end) => this.#refreshToken(end) });
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;
  #wasUp = false;
  /** Whether the last connection was one. */
  #hadWebSocket = false;
  /** How often in a row it could not connect. */
  #failures = 0;
  /** Of two tokens in a row that have expired, the second ends the link. */
  #hadExpired = false;

  constructor({ url, token, path, timeoutMs }: LinkOptions) {
    super();
    this.#token = token;
    this.#timeoutMs = timeoutMs;
    const server = socketIoAddress(url, path);
    this.#socket = io(server.root, {
      path: server.path,
      auth: (show) => void this.#showToken(show),
      autoConnect: false,
      forceNew: true,
      reconnection: false,
      timeout: timeoutMs,
      tryAllTransports: true,
    });
    this.#socket.on("connect", () => this.#rise());
    this.#socket.on("connect_error", (error: ConnectError) => this.#failToConnect(error));
    this.#socket.on("disconnect", () => this.#fall());
    this.hear("signalingError", ({ code, reason }: Refusal) => {
      if (isFinal({ code })) this.#end(new SignalingError(code, reason));
    });
  }

  get isUp(): boolean {
    return this.#socket.connected;
  }

  open(): void {
    this.#connect();
  }

  /** Gives the present connection up and tries another one, not before the time the server asked for. */
  restart(retryAfterMs = 0): void {
    if (this.#isOver) return;
    clearTimeout(this.#deadline);
    // A half-open connection does not hear a good-bye, and a session is not to be ended by one. Before there is a
    // connection nothing is said, and only this ends the attempt.
    if (this.#socket.connected) this.#socket.io.engine?.close();
    else this.#socket.disconnect();
    this.#reconnection.again(retryAfterMs);
  }

  /** The server is to stop: the connection is given up in time, and another one tried. */
  moveIn(milliseconds: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.restart(), milliseconds);
  }

  /** What the next loss begins with: an attempt at once. */
  settle(expiresAtMs: number | undefined): void {
    this.#hadExpired = false;
    this.#reconnection.succeeded();
    if (typeof this.#token === "function") this.#refresh.schedule(expiresAtMs);
  }

  /** What is said while there is no connection is refused: socket.io-client would send it later, stale. */
  async ask<Value>(event: string, ...parameters: unknown[]): Promise<Reply<Value>> {
    if (!this.#socket.connected) return away;
    try {
      const socket = this.#socket.timeout(this.#timeoutMs);
      const answer: unknown = await socket.emitWithAck(event, ...parameters);
      return isReply(answer) ? (answer as Reply<Value>) : away;
    } catch {
      return away;
    }
  }

  tell(event: string, value: unknown): void {
    if (this.#socket.connected) this.#socket.emit(event, value);
  }

  hear<Value>(event: string, listener: (value: Value) => void): Off {
    this.#socket.on(event, listener);
    return () => this.#socket.off(event, listener);
  }

  /** Says good-bye, for good. */
  close(): void {
    this.#isOver = true;
    clearTimeout(this.#deadline);
    this.#refresh.stop();
    this.#reconnection.stop();
    this.#socket.disconnect();
  }

  #connect(): void {
    if (this.#isOver || this.#socket.connected) return;
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.restart(), this.#timeoutMs);
    const isUsual = this.#hadWebSocket && this.#failures < patience;
    this.#socket.io.opts.transports = isUsual ? ["websocket"] : [...transports];
    this.#failures += 1;
    this.#socket.connect();
  }

  /** Whoever answers anything is there. */
  async #probe(): Promise<void> {
    const { id, connected } = this.#socket;
    if (!connected) return;
    try {
      await this.#socket.timeout(probeMs).emitWithAck("presence");
    } catch {
      if (this.#socket.id === id) this.restart();
    }
  }

  #rise(): void {
    clearTimeout(this.#deadline);
    this.#wasUp = true;
    this.#hadWebSocket = this.#socket.io.engine.transport.name === "websocket";
    this.#failures = 0;
    this.emit("up", undefined);
  }

  #fall(): void {
    clearTimeout(this.#deadline);
    this.#refresh.stop();
    if (this.#isOver) return;
    this.emit("down", undefined);
    this.#reconnection.again();
  }

  #failToConnect({ message, data }: ConnectError): void {
    if (this.#isOver) return;
    clearTimeout(this.#deadline);
    // Without a word of the server nobody has answered.
    if (!data || this.#mayTryAgain(data.code)) this.#reconnection.again(data?.retryAfterMs);
    else this.#end(new SignalingError(data.code, data.reason ?? message));
  }

  /** Whoever can ask for a token asks once more. */
  #mayTryAgain(code: ErrorCode): boolean {
    if (code === "unavailable" || code === "rate-limited") return true;
    if (code !== "token-expired" || typeof this.#token !== "function") return false;
    const isFirst = !this.#hadExpired;
    this.#hadExpired = true;
    return isFirst;
  }

  /** Without a token there is no sense in connecting: at first that is an error, later one waits. */
  async #showToken(show: (auth: object) => void): Promise<void> {
    try {
      show(await authOf(this.#token));
    } catch (cause) {
      this.#lackToken(new SignalingError("unavailable", "no token could be had", { cause }));
    }
  }

  #lackToken(error: SignalingError): void {
    if (this.#wasUp) this.restart();
    else this.#end(error);
  }

  /** When the next token ends. If it is refused the present one goes on, and at its end we connect anew. */
  async #refreshToken(presentEndMs: number): Promise<number | undefined> {
    const auth = await authOf(this.#token).catch(() => undefined);
    if (!auth) return presentEndMs;
    const reply = await this.ask<RefreshValue>("refresh", auth);
    if (reply.ok) return reply.value.expiresAtMs;
    return reply.code === "unavailable" ? presentEndMs : undefined;
  }

  #end(error: SignalingError): void {
    this.close();
    this.emit("error", error);
  }
}
