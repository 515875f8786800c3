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
  /** Time limit for each reply and for connecting, in milliseconds. */
  readonly timeoutMs: number;
}

export interface ServerConnectionEvents {
  /** The server accepted a connection. */
  readonly up: undefined;
  /** The connection was lost. Another attempt follows. */
  readonly down: undefined;
  /** An event of the server. */
  readonly event: { readonly name: string; readonly value: unknown };
  /** An attempt failed; another one follows, not before `retryAfterMs`. */
  readonly failed: SignalingError;
  /** The server refused or closed the connection permanently. No attempt follows. */
  readonly error: SignalingError;
}

/** Time limit for the reply to a probe after a change of the network, in milliseconds. */
const probeMs = 2_000;

const away = {
  ok: false,
  code: "unavailable",
  reason: "not connected to the signaling server",
} as const;

const transports: readonly Transport[] = ["websocket", "polling"];

/** Number of successive attempts with the last working transport only. During an outage the other transport fails, too. */
const attemptsWithOneTransport = 3;

/** Number of earlier connections that a page also leaves, because the session may still be on one of them. */
const mostLeft = 3;

/** The connection to the server: reconnects as needed, with at most one connection at a time. */
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
  /** Engine.IO ids of the connection of the last `ready` and of later connections. A page leaves by these ids. */
  #engineIds: string[] = [];
  /** The transport of the last connection. */
  #usual: Transport | undefined;
  /** The size limit of the last connection, in bytes. */
  #mostBytes = Number.POSITIVE_INFINITY;
  #moving: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;
  #isSuspended = false;
  /** Number of successive failed attempts. */
  #failures = 0;
  /** The second successive expired token closes the connection permanently. */
  #hadExpired = false;

  constructor(options: ServerConnectionOptions) {
    super();
    this.#options = options;
    this.#address = socketIoAddress(options.url, options.path);
  }

  get isUp(): boolean {
    return this.#socket !== undefined;
  }

  /** The size limit of the present or last connection, in bytes. */
  get mostBytes(): number {
    return this.#mostBytes;
  }

  /** The latest failure of the pending attempt. */
  get setback(): SignalingError | undefined {
    return this.#attempt?.failure?.error;
  }

  open(): void {
    this.#connect();
  }

  /** Drops the present connection and reconnects, not before `retryAfterMs` milliseconds. */
  restart(retryAfterMs = 0): void {
    if (this.#isOver || this.#isSuspended) return;
    // Without a disconnect packet: the session must stay resumable.
    const socket = this.#release();
    socket?.io.engine.transport.close();
    this.#reconnection.again(retryAfterMs);
    if (socket) this.emit("down", undefined);
  }

  /** Reconnects after the given milliseconds, because the server drains. */
  moveIn(milliseconds: number): void {
    clearTimeout(this.#moving);
    this.#moving = setTimeout(() => this.restart(), milliseconds);
  }

  /** Records that the connection is ready: the next loss is followed by an immediate attempt. */
  settle(expiresAtMs: number | undefined): void {
    this.#hadExpired = false;
    this.#engineIds = this.#engineIds.slice(-1);
    this.#reconnection.succeeded();
    if (typeof this.#options.token === "function") this.#refresh.schedule(expiresAtMs);
  }

  /** Sends an event and returns the reply. Refuses events without a connection, because socket.io-client would send them late. */
  async ask(event: string, ...parameters: unknown[]): Promise<Reply<unknown>> {
    if (!this.#socket) return away;
    try {
      const socket = this.#socket.timeout(this.#options.timeoutMs);
      return replyOf(await socket.emitWithAck(event, ...parameters)) ?? away;
    } catch (error) {
      return error instanceof SignalingError ? { ok: false, ...error.refusal } : away;
    }
  }

  /** Closes the connection permanently. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#reconnection.stop();
    const socket = this.#release();
    // The server would notice the end of long polling late, and the end of a lost connection only after its timeout. With several
    // ids, the session may still be on a lost connection.
    const isEnough = socket && transportOf(socket) === "websocket" && this.#engineIds.length < 2;
    if (!isEnough) this.#sendLeave();
    socket?.disconnect();
  }

  /** Disconnects until `resume`, because the page is unloaded, cached or frozen. Works during the unload of a page. */
  suspend(): void {
    if (this.#isOver || this.#isSuspended) return;
    // Browsers cancel all requests of an unloaded page, and Firefox has closed its WebSockets by then. Firefox may also terminate
    // this script at any point; then `close`, which a room calls in another listener, finds the ids that are left.
    this.#sendLeave();
    this.#isSuspended = true;
    this.#reconnection.pause();
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
    const isKnown = this.#usual !== undefined && this.#failures < attemptsWithOneTransport;
    this.#failures += 1;
    this.#attempt = new Attempt({
      url,
      ...this.#address,
      timeoutMs,
      transports: [preferred, ...transports.filter((other) => other !== preferred)],
      isKnown,
      // A timeout of a transport that worked before points to an overloaded server, not to the network.
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

  /** Reconnects if the server does not reply. Any reply is enough. */
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

  /** Returns whether the token function may be called once more for an expired token. */
  #mayRefreshToken({ code }: SignalingError): boolean {
    if (code !== "token-expired" || typeof this.#options.token !== "function") return false;
    const isFirst = !this.#hadExpired;
    this.#hadExpired = true;
    return isFirst;
  }

  /** Returns the expiry of the next token. If the server refuses it, the present token stays valid until the next connect. */
  async #refreshToken(presentEndMs: number): Promise<number | undefined> {
    const auth = await authOf(this.#options.token).catch(() => undefined);
    if (!auth) return presentEndMs;
    const reply = await this.ask("refresh", auth);
    if (reply.ok) return expiryOf(reply.value).expiresAtMs;
    return reply.code === "unavailable" ? presentEndMs : undefined;
  }

  #sendLeave(): void {
    for (const engineId of this.#engineIds) sendLeave(this.#address, engineId);
    this.#engineIds = [];
  }

  /** Detaches the present connection and stops the pending attempt. */
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
