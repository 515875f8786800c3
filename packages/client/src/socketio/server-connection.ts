import type { Reply } from "simple-webrtc-signaling-protocol";
import type { Socket } from "socket.io-client";
import { Emitter } from "../base/emitter.ts";
import { SignalingError } from "../base/errors.ts";
import { isFinal } from "../channel/dismissal.ts";
import { Attempt, type Connected, type Transport, transportOf } from "./attempt.ts";
import type { ConnectFailure } from "./connect-failure.ts";
import { expiryOf, refusalOf, replyOf } from "./incoming.ts";
import { Reconnection } from "./reconnection.ts";
import { sendLeave } from "./server-address.ts";
import { type SocketIoAddress, socketIoAddress } from "./socketio-address.ts";
import { TokenRefresh } from "./token-refresh.ts";
import { authOf, type TokenSource } from "./token-source.ts";

export interface ServerConnectionOptions {
  readonly url: string;
  readonly token: TokenSource | undefined;
  readonly path: string | undefined;
  /** How long an answer may take, and how long it may take to connect, in milliseconds. */
  readonly timeoutMs: number;
}

export interface ServerConnectionEvents {
  /** There is a connection, and the server has accepted it. */
  readonly up: undefined;
  /** There is none any more; the next one is tried for. */
  readonly down: undefined;
  /** An event of the server. */
  readonly event: { readonly name: string; readonly value: unknown };
  /** An attempt failed; another one follows, not before `retryAfterMs`. */
  readonly failed: SignalingError;
  /** The server refused for good, or ended the connection for good: nothing more is tried. */
  readonly error: SignalingError;
}

/** How long a connection has to show that it is one after the network has changed, in milliseconds. */
const probeMs = 2_000;

const away = { ok: false, code: "unavailable", reason: "the signaling server is away" } as const;

const transports: readonly Transport[] = ["websocket", "polling"];

/** How often in a row the transport that has worked is tried alone: while a server is away, the other one is no better. */
const patience = 3;

/** How many earlier connections a page leaves: the session may still be on one of them. */
const mostLeft = 3;

/** One connection to the server after the other, and at most one at a time. */
export class ServerConnection extends Emitter<ServerConnectionEvents> {
  readonly #options: ServerConnectionOptions;
  readonly #address: SocketIoAddress;
  readonly #reconnection = new Reconnection({
    connect: () => this.#connect(),
    doubt: () => void this.#probe(),
  });
  readonly #refresh = new TokenRefresh({ refresh: (end) => this.#refreshToken(end) });
  #attempt: Attempt | undefined;
  /** The present connection. */
  #socket: Socket | undefined;
  /** Engine.IO's ids of the connection that the session was last ready on, and of those since: by them a page can leave. */
  #engineIds: string[] = [];
  /** What the last connection was. */
  #usual: Transport | undefined;
  /** The most bytes that the last connection carried at once. */
  #mostBytes = Number.POSITIVE_INFINITY;
  #moving: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;
  #isSuspended = false;
  /** How often in a row it could not connect. */
  #failures = 0;
  /** Of two tokens in a row that have expired, the second ends the link. */
  #hadExpired = false;

  constructor(options: ServerConnectionOptions) {
    super();
    this.#options = options;
    this.#address = socketIoAddress(options.url, options.path);
  }

  get isUp(): boolean {
    return this.#socket !== undefined;
  }

  /** The most bytes that the server accepts at once; while there is no connection, as the last one told. */
  get mostBytes(): number {
    return this.#mostBytes;
  }

  /** Why the attempt that is under way has not succeeded yet, if that is known. */
  get setback(): SignalingError | undefined {
    return this.#attempt?.failure?.error;
  }

  open(): void {
    this.#connect();
  }

  /** Gives the present connection up and tries another one, not before the time the server asked for. */
  restart(retryAfterMs = 0): void {
    if (this.#isOver || this.#isSuspended) return;
    // Without a good-bye: a half-open connection would not hear it, and the session is to go on.
    const socket = this.#release();
    socket?.io.engine.transport.close();
    this.#reconnection.again(retryAfterMs);
    if (socket) this.emit("down", undefined);
  }

  /** The server is to stop: the connection is given up in time, and another one tried. */
  moveIn(milliseconds: number): void {
    clearTimeout(this.#moving);
    this.#moving = setTimeout(() => this.restart(), milliseconds);
  }

  /** What the next loss begins with: an attempt at once. */
  settle(expiresAtMs: number | undefined): void {
    this.#hadExpired = false;
    this.#engineIds = this.#engineIds.slice(-1);
    this.#reconnection.succeeded();
    if (typeof this.#options.token === "function") this.#refresh.schedule(expiresAtMs);
  }

  /** What is said while there is no connection is refused: socket.io-client would send it later, stale. */
  async ask(event: string, ...parameters: unknown[]): Promise<Reply<unknown>> {
    if (!this.#socket) return away;
    try {
      const socket = this.#socket.timeout(this.#options.timeoutMs);
      return replyOf(await socket.emitWithAck(event, ...parameters)) ?? away;
    } catch (error) {
      return error instanceof SignalingError ? { ok: false, ...error.refusal } : away;
    }
  }

  /** What cannot be told on this connection ends the link. */
  tell(event: string, value: unknown): void {
    try {
      this.#socket?.emit(event, value);
    } catch (error) {
      this.#end(error as SignalingError);
    }
  }

  /** Disconnects for good. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#reconnection.stop();
    const socket = this.#release();
    // Of long polling the server would learn late; of a connection that is lost, only when it waits no longer.
    if (!socket || transportOf(socket) === "polling") this.#sendLeave();
    socket?.disconnect();
  }

  /** The page is put aside, perhaps for ever: disconnects until `resume`, at once and in a way that a page can that ends. */
  suspend(): void {
    if (this.#isOver || this.#isSuspended) return;
    this.#isSuspended = true;
    this.#reconnection.pause();
    // Browsers cancel all requests of a page that ends, and Firefox has closed its websockets by then.
    this.#sendLeave();
    const socket = this.#release();
    socket?.disconnect();
    if (socket) this.emit("down", undefined);
  }

  resume(): void {
    if (!this.#isSuspended) return;
    this.#isSuspended = false;
    this.#connect();
  }

  #connect(): void {
    if (this.#isOver || this.#isSuspended || this.#socket || this.#attempt) return;
    const { url, token, timeoutMs } = this.#options;
    const preferred = this.#usual ?? "websocket";
    const isKnown = this.#usual !== undefined && this.#failures < patience;
    this.#failures += 1;
    this.#attempt = new Attempt({
      url,
      ...this.#address,
      timeoutMs,
      transports: [preferred, ...transports.filter((other) => other !== preferred)],
      isKnown,
      // Silence of what has worked is rather a server with too much to do than a network.
      headStartMs: timeoutMs / (isKnown ? 2 : 4),
      auth: () => authOf(token),
      hear: (name, value) => this.#hear(name, value),
    });
    this.#attempt.on("connected", (connected) => this.#rise(connected));
    this.#attempt.on("failed", (failure) => this.#failToConnect(failure));
    this.#attempt.start();
  }

  #hear(name: string, value: unknown): void {
    const refusal = name === "signalingError" ? refusalOf(value) : undefined;
    if (refusal && isFinal(refusal)) this.#end(new SignalingError(refusal.code, refusal.reason));
    else this.emit("event", { name, value });
  }

  /** A server that answers anything is there. */
  async #probe(): Promise<void> {
    const socket = this.#socket;
    try {
      await socket?.timeout(probeMs).emitWithAck("presence");
    } catch {
      if (this.#socket === socket) this.restart();
    }
  }

  #rise({ socket, limit }: Connected): void {
    this.#attempt = undefined;
    this.#mostBytes = limit.mostBytes;
    this.#socket = socket;
    this.#engineIds = [...this.#engineIds.slice(-mostLeft), socket.io.engine.id];
    this.#usual = transportOf(socket);
    this.#failures = 0;
    socket.on("disconnect", () => {
      if (this.#socket === socket) this.restart();
    });
    this.emit("up", undefined);
  }

  #failToConnect({ error, retry }: ConnectFailure): void {
    this.#attempt = undefined;
    const isFirst = this.#usual === undefined;
    const mayRetry = retry === "no" ? this.#mayRefreshToken(error) : retry === "yes" || !isFirst;
    if (mayRetry) {
      this.#reconnection.again(error.retryAfterMs);
      this.emit("failed", error);
    } else this.#end(error);
  }

  /** A program that can get a token is asked for one once more. */
  #mayRefreshToken({ code }: SignalingError): boolean {
    if (code !== "token-expired" || typeof this.#options.token !== "function") return false;
    const isFirst = !this.#hadExpired;
    this.#hadExpired = true;
    return isFirst;
  }

  /** When the next token ends. If it is refused the present one goes on, and at its end we connect anew. */
  async #refreshToken(presentEndMs: number): Promise<number | undefined> {
    const auth = await authOf(this.#options.token).catch(() => undefined);
    if (!auth) return presentEndMs;
    const reply = await this.ask("refresh", auth);
    if (reply.ok) return expiryOf(reply.value).expiresAtMs;
    return reply.code === "unavailable" ? presentEndMs : undefined;
  }

  #sendLeave(): void {
    for (const engineId of this.#engineIds.splice(0)) sendLeave(this.#address, engineId);
  }

  /** From now on there is no connection here, and none is made. */
  #release(): Socket | undefined {
    clearTimeout(this.#moving);
    this.#refresh.stop();
    this.#attempt?.stop();
    this.#attempt = undefined;
    const socket = this.#socket;
    if (!socket) return undefined;
    this.#socket = undefined;
    this.#usual = transportOf(socket);
    socket.offAny();
    return socket;
  }

  #end(error: SignalingError): void {
    this.close();
    this.emit("error", error);
  }
}
