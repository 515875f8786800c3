import { io, NodeWebSocket, type Socket } from "socket.io-client";
import { Emitter } from "../base/emitter.ts";
import { SignalingError } from "../base/errors.ts";
import { type ConnectFailure, connectFailureOf, foreign, unanswered } from "./connect-failure.ts";
import { fieldsOf, isNumber, waitOf } from "./incoming.ts";
import { PacketLimit } from "./packet-limit.ts";
import { Polling } from "./polling.ts";
import type { SocketIoAddress } from "./socketio-address.ts";

export type Transport = "websocket" | "polling";

export interface AttemptOptions extends SocketIoAddress {
  /** The name of the server in errors. */
  readonly url: string;
  /** Returns the authentication data. Called when a transport is open. */
  readonly auth: () => Promise<object>;
  /** The transports to try. The second starts when the first has failed, or has not opened after `headStartMs` milliseconds. */
  readonly transports: readonly Transport[];
  readonly headStartMs: number;
  /** Whether the first transport worked before. Then only a timeout starts the second, because a refusal would apply to both. */
  readonly isKnown: boolean;
  /** Time limit of the attempt, in milliseconds. */
  readonly timeoutMs: number;
  /** Called with each event of the server after it accepted the connection. */
  readonly hear: (name: string, value: unknown) => void;
}

export interface Connected {
  readonly socket: Socket;
  readonly limit: PacketLimit;
}

export interface AttemptEvents {
  /** The server accepted a connection. */
  readonly connected: Connected;
  readonly failed: ConnectFailure;
}

const closed = "the connection was closed";

/**
 * The part of the size limit that long polling uses for a batch of packets. Engine.IO counts 1.33 characters per byte of
 * binary data, which is too few.
 */
const batchedPart = 0.99;

/** The Engine.IO transports per choice. Long polling upgrades to a WebSocket as soon as possible. */
const implementations = { websocket: [NodeWebSocket], polling: [Polling, NodeWebSocket] } as const;

/**
 * One attempt to connect to a server, over one or two transports. The first transport that opens is used, and the other one is
 * closed. Both are needed because some networks drop WebSockets silently.
 */
export class Attempt extends Emitter<AttemptEvents> {
  readonly #options: AttemptOptions;
  /** Sockets that may still connect. */
  readonly #sockets = new Set<Socket>();
  #untried: readonly Transport[];
  #headStart: ReturnType<typeof setTimeout> | undefined;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #failure: ConnectFailure | undefined;

  constructor(options: AttemptOptions) {
    super();
    this.#options = options;
    this.#untried = options.transports;
  }

  /** The latest failure of a transport. */
  get failure(): ConnectFailure | undefined {
    return this.#failure;
  }

  start(): void {
    const { timeoutMs } = this.#options;
    this.#deadline = setTimeout(() => {
      this.#fail(this.#failure ?? this.#unanswered(`no response within ${timeoutMs} ms`));
    }, timeoutMs);
    this.#tryNext();
  }

  /** Ends the attempt. */
  stop(): void {
    clearTimeout(this.#deadline);
    this.#giveUp();
  }

  /** Closes pending sockets and tries no further transport. */
  #giveUp(): void {
    clearTimeout(this.#headStart);
    this.#untried = [];
    const sockets = [...this.#sockets];
    // Cleared first, so that their `disconnect` events are ignored.
    this.#sockets.clear();
    for (const socket of sockets) socket.disconnect();
  }

  #tryNext(): void {
    clearTimeout(this.#headStart);
    const [transport, ...untried] = this.#untried;
    if (!transport) return;
    this.#untried = untried;
    this.#headStart = setTimeout(() => this.#tryNext(), this.#options.headStartMs);
    this.#open(transport);
  }

  #open(transport: Transport): void {
    const { url, root, path, hear, timeoutMs } = this.#options;
    const limit = new PacketLimit((): boolean => transportOf(socket) === "polling");
    const socket: Socket = io(root, {
      path,
      auth: (show) => void this.#authenticate(socket, show),
      autoConnect: false,
      forceNew: true,
      reconnection: false,
      timeout: timeoutMs,
      transports: [...implementations[transport]],
      parser: limit.parser,
    });
    this.#sockets.add(socket);
    socket.onAny(hear);
    socket.on("connect", () => this.#connected({ socket, limit }));
    socket.on("connect_error", (error) => this.#lost(socket, connectFailureOf(url, error)));
    socket.on("disconnect", () => this.#lost(socket, this.#unanswered(closed)));
    // For acknowledgements and refusals without content, socket.io-client throws an error that nobody can catch.
    socket.io.on("packet", (packet) => {
      packet.data ??= [];
    });
    socket.connect();
    this.#watchEngine(socket, limit);
  }

  /** Socket.IO does not report an engine that closes before it opens, or an invalid handshake. */
  #watchEngine(socket: Socket, limit: PacketLimit): void {
    const { engine } = socket.io;
    const lost = () => this.#lost(socket, this.#unanswered(closed));
    engine.on("close", lost);
    socket.io.on("open", () => {
      engine.off("close", lost);
      this.#choose(socket);
    });
    engine.on("packet", (packet) => {
      if (packet.type !== "open" || isHandshake(packet.data)) return;
      packet.type = "noop";
      this.#lost(socket, this.#unanswered(foreign, "if-known"));
    });
    engine.on("handshake", (handshake) => {
      handshake.pingInterval = waitOf(handshake.pingInterval);
      handshake.pingTimeout = waitOf(handshake.pingTimeout);
      limit.learn(handshake.maxPayload);
      handshake.maxPayload *= batchedPart;
    });
  }

  /** Uses the first open socket. */
  #choose(socket: Socket): void {
    if (!this.#sockets.delete(socket)) return;
    this.#giveUp();
    this.#sockets.add(socket);
  }

  async #authenticate(socket: Socket, show: (auth: object) => void): Promise<void> {
    try {
      show(await this.#options.auth());
    } catch (cause) {
      if (cause instanceof SignalingError) return this.#lost(socket, { error: cause, retry: "no" });
      const error = new SignalingError("unavailable", "the `token` function failed", { cause });
      this.#lost(socket, { error, retry: "if-known" });
    }
  }

  #connected(connected: Connected): void {
    if (!this.#sockets.delete(connected.socket)) return;
    this.stop();
    this.emit("connected", connected);
  }

  #lost(socket: Socket, failure: ConnectFailure): void {
    if (!this.#sockets.delete(socket)) return;
    socket.disconnect();
    this.#failure = failure;
    const mayTryNext = this.#untried.length > 0 && !this.#options.isKnown;
    const isLast = this.#sockets.size === 0 && !mayTryNext;
    // A refusal of the server or its proxy applies to both transports.
    if (isLast || failure.retry !== "yes") this.#fail(failure);
    else this.#tryNext();
  }

  #fail(failure: ConnectFailure): void {
    this.stop();
    this.emit("failed", failure);
  }

  #unanswered(words: string, retry?: ConnectFailure["retry"]): ConnectFailure {
    return unanswered(this.#options.url, new Error(words), retry);
  }
}

/** Returns the present transport: long polling may have upgraded to a WebSocket. */
export function transportOf(socket: Socket): Transport {
  return socket.io.engine.transport.name as Transport;
}

function isHandshake(json: unknown): boolean {
  try {
    const { pingInterval, pingTimeout } = fieldsOf(JSON.parse(String(json)));
    return isNumber(pingInterval) && isNumber(pingTimeout);
  } catch {
    return false;
  }
}
