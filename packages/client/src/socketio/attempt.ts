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
  /** What errors call the server. */
  readonly url: string;
  /** Asked when a connection is open: what the server wants to see. */
  readonly auth: () => Promise<object>;
  /** The first one is tried at once, the other one when that has failed, or is silent for `headStartMs`. */
  readonly transports: readonly Transport[];
  readonly headStartMs: number;
  /** Whether the first one has worked before. Then a server that refuses it refuses the other one, too: only silence counts. */
  readonly isKnown: boolean;
  /** For all of it. */
  readonly timeoutMs: number;
  /** An event of the server, from the moment it has accepted the connection. */
  readonly hear: (name: string, value: unknown) => void;
}

export interface Connected {
  readonly socket: Socket;
  readonly limit: PacketLimit;
}

export interface AttemptEvents {
  /** The server has accepted a connection. */
  readonly connected: Connected;
  readonly failed: ConnectFailure;
}

const closed = "it closed the connection";

/**
 * How much of the server's limit long polling fills with several packets at once. Engine.IO counts binary as 1.33 characters
 * a byte, which is too few.
 */
const batchedPart = 0.99;

/** By what a transport is done. One that begins with long polling becomes a websocket as soon as it can be one. */
const implementations = { websocket: [NodeWebSocket], polling: [Polling, NodeWebSocket] } as const;

/**
 * One attempt to connect to a server: over each transport that is worth it. The first one that opens is used and the
 * other one closed, as networks drop websockets that have no word for it.
 */
export class Attempt extends Emitter<AttemptEvents> {
  readonly #options: AttemptOptions;
  /** Those that may still connect. */
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

  /** Why the last transport failed that has failed so far. */
  get failure(): ConnectFailure | undefined {
    return this.#failure;
  }

  start(): void {
    const { timeoutMs } = this.#options;
    this.#deadline = setTimeout(() => {
      this.#fail(this.#failure ?? this.#unanswered(`nothing within ${timeoutMs} ms`));
    }, timeoutMs);
    this.#tryNext();
  }

  /** Ends it, whatever it has come to. */
  stop(): void {
    clearTimeout(this.#deadline);
    this.#giveUp();
  }

  /** Everything that is under way or may still be tried. */
  #giveUp(): void {
    clearTimeout(this.#headStart);
    this.#untried = [];
    const sockets = [...this.#sockets];
    // They count no more when they tell of their end.
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
    // Acknowledgements and refusals without content make socket.io-client throw, out of reach of everybody.
    socket.io.on("packet", (packet) => {
      packet.data ??= [];
    });
    socket.connect();
    this.#watchEngine(socket, limit);
  }

  /** Socket.IO does not notice an engine that closes before it has opened, nor one whose handshake is none. */
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

  /** The first one that is open is used. */
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
      const error = new SignalingError("unavailable", "the token function failed", { cause });
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
    // What the server, or somebody in its place, has refused, it refuses over the other transport, too.
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

/** As it is now: long polling becomes a websocket where it can. */
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
