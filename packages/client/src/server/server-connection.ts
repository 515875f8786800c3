import type { Reply } from "simple-webrtc-signaling-protocol";
import { Emitter } from "../base/emitter.ts";
import { errorOf, type SignalingError } from "../base/errors.ts";
import { isFinal } from "../channel/dismissal.ts";
import type { ConnectFailure } from "../transport/connect-failure.ts";
import { refusalOf } from "../transport/parsing.ts";
import { noReply, type Transport, type TransportName } from "../transport/transport.ts";
import { Attempt } from "./attempt.ts";
import { expiryOf } from "./incoming.ts";
import { Reconnection } from "./reconnection.ts";
import { sendLeave } from "./server-address.ts";
import { TokenRefresh } from "./token-refresh.ts";
import { authOf, type TokenSource } from "./token-source.ts";
import { loadTransport, transportsFor } from "./transports.ts";

export interface ServerConnectionOptions {
  readonly url: string;
  readonly token: TokenSource | undefined;
  readonly path: string | undefined;
  /** Time limit for each reply and for connecting, in milliseconds. */
  readonly timeoutMs: number;
  /** Returns the data of the `ready` that the next handshake may carry. */
  readonly readyData: () => object;
}

export interface ServerConnectionEvents {
  /** Events can be sent. */
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

/** Number of successive attempts with the last working transport only. During an outage the other transport fails, too. */
const attemptsWithOneTransport = 3;

/** Number of earlier connections that a page also leaves, because the session may still be on one of them. */
const mostLeft = 3;

/** The connection to the server: reconnects as needed, with at most one connection at a time. */
export class ServerConnection extends Emitter<ServerConnectionEvents> {
  readonly #options: ServerConnectionOptions;
  readonly #reconnection = new Reconnection({
    connect: () => this.#connect(),
    doubt: () => void this.#probe(),
  });
  readonly #refresh = new TokenRefresh({ refresh: (end) => this.#refreshToken(end) });
  #attempt: Attempt | undefined;
  /** The present connection. */
  #transport: Transport | undefined;
  /** The leave addresses of the connection of the last `ready` and of later connections. */
  #leaveAddresses: string[] = [];
  /** The transport of the last connection. */
  #usual: TransportName | undefined;
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
  }

  get isUp(): boolean {
    return this.#transport !== undefined;
  }

  /** Whether the server took `ready` from the handshake of the present connection; `undefined` if no handshake carries it. */
  get hasSentReady(): boolean | undefined {
    return this.#transport?.hasSentFirst;
  }

  /** The size limit of the present or last connection, in bytes. */
  get mostBytes(): number {
    return this.#mostBytes;
  }

  /** The latest failure of the pending attempt. */
  get setback(): SignalingError | undefined {
    const { failure } = this.#attempt ?? {};
    return failure && errorOf(failure);
  }

  open(): void {
    this.#connect();
  }

  /** Drops the present connection and reconnects, not before `retryAfterMs` milliseconds. */
  restart(retryAfterMs = 0, isMove = false): void {
    if (this.#isOver || this.#isSuspended) return;
    const transport = this.#release();
    transport?.close(false);
    this.#reconnection.again(retryAfterMs, isMove);
    if (transport) this.emit("down", undefined);
  }

  /** Reconnects after the given milliseconds, because the server drains. */
  moveIn(milliseconds: number): void {
    clearTimeout(this.#moving);
    this.#moving = setTimeout(() => this.restart(0, true), milliseconds);
  }

  /** Records that the connection is ready: the next loss is followed by an immediate attempt. */
  settle(expiresAtMs: number | undefined): void {
    this.#hadExpired = false;
    this.#leaveAddresses = this.#leaveAddresses.slice(-1);
    this.#reconnection.succeeded();
    if (typeof this.#options.token === "function") this.#refresh.schedule(expiresAtMs);
  }

  /** Sends an event and returns the reply. Refuses events without a connection. */
  async ask(event: string, data?: unknown): Promise<Reply<unknown>> {
    return this.#transport?.ask(event, data, this.#options.timeoutMs) ?? noReply;
  }

  /** Closes the connection permanently. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#reconnection.stop();
    const transport = this.#release();
    // The server would notice the end of long polling late, and the end of a lost connection only after its timeout. With several
    // addresses, the session may still be on a lost connection.
    const isEnough = transport && this.#usual !== "polling" && this.#leaveAddresses.length < 2;
    if (!isEnough) this.#sendLeave();
    transport?.close(true);
  }

  /** Disconnects until `resume`, because the page is unloaded, cached or frozen. Works during the unload of a page. */
  suspend(): void {
    if (this.#isOver || this.#isSuspended) return;
    // Browsers cancel all requests of an unloaded page, and Firefox has closed its WebSockets by then. Firefox may also terminate
    // this script at any point; then `close`, which a room calls in another listener, finds the addresses that are left.
    this.#sendLeave();
    this.#isSuspended = true;
    this.#reconnection.pause();
    const transport = this.#release();
    transport?.close(true);
    if (transport) this.emit("down", undefined);
  }

  resume(): void {
    if (!this.#isSuspended) return;
    this.#isSuspended = false;
    this.#connect();
  }

  #connect(): void {
    if (this.#isOver || this.#isSuspended || this.#transport || this.#attempt) return;
    const { url, path, token, timeoutMs, readyData } = this.#options;
    const isKnown = this.#usual !== undefined && this.#failures < attemptsWithOneTransport;
    this.#failures += 1;
    this.#attempt = new Attempt({
      url,
      path,
      timeoutMs,
      load: loadTransport,
      transports: transportsFor(this.#usual, path),
      isKnown,
      // A timeout of a transport that worked before points to an overloaded server, not to the network.
      headStartMs: timeoutMs / (isKnown ? 2 : 4),
      auth: () => authOf(token),
      // A token function is called only when a server has answered.
      first: () => {
        if (typeof token === "function") return undefined;
        return { auth: token === undefined ? {} : { token }, ready: readyData() };
      },
      receive: (name, value) => this.#receive(name, value),
    });
    this.#attempt.on("usable", (transport) => this.#rise(transport));
    this.#attempt.on("failed", (failure) => this.#failToConnect(failure));
    this.#attempt.on("lost", ({ transport, failure }) => {
      if (this.#transport !== transport) return;
      if (transport.isAccepted) this.restart();
      else this.#failToConnect(failure);
    });
    this.#attempt.start();
  }

  #receive(name: string, value: unknown): void {
    const refusal = name === "signalingError" ? refusalOf(value) : undefined;
    if (refusal && isFinal(refusal)) this.#end(errorOf(refusal));
    else this.emit("event", { name, value });
  }

  /** Reconnects if the server does not reply. Any reply is enough. */
  async #probe(): Promise<void> {
    const transport = this.#transport;
    const reply = await transport?.ask("presence", undefined, probeMs);
    if (reply === noReply && this.#transport === transport) this.restart();
  }

  #rise(transport: Transport): void {
    this.#attempt = undefined;
    this.#mostBytes = transport.mostBytes;
    this.#transport = transport;
    this.#leaveAddresses = [...this.#leaveAddresses.slice(-mostLeft), transport.leaveAddress];
    this.#usual = transport.name;
    this.#failures = 0;
    this.emit("up", undefined);
  }

  #failToConnect({ retry, ...failure }: ConnectFailure): void {
    this.#release();
    const error = errorOf(failure);
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
    for (const address of this.#leaveAddresses) sendLeave(address);
    this.#leaveAddresses = [];
  }

  /** Detaches the present connection and stops the pending attempt. */
  #release(): Transport | undefined {
    clearTimeout(this.#moving);
    this.#refresh.stop();
    this.#attempt?.stop();
    this.#attempt = undefined;
    const transport = this.#transport;
    this.#transport = undefined;
    if (transport) this.#usual = transport.name;
    return transport;
  }

  #end(error: SignalingError): void {
    this.close();
    this.emit("error", error);
  }
}
