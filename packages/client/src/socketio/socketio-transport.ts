import type { Reply } from "simple-webrtc-signaling-protocol";
import { io, NodeWebSocket, type Socket } from "socket.io-client";
import { SignalingError } from "../base/errors.ts";
import { type ConnectFailure, closed, foreign, unanswered } from "../transport/connect-failure.ts";
import { fieldsOf, isNumber, replyOf, waitOf } from "../transport/parsing.ts";
import {
  noReply,
  type OpenTransport,
  type Transport,
  type TransportName,
  type TransportOptions,
} from "../transport/transport.ts";
import { connectFailureOf } from "./connect-error.ts";
import { PacketLimit } from "./packet-limit.ts";
import { Polling } from "./polling.ts";
import { leaveAddress, type SocketIoAddress, socketIoAddress } from "./socketio-address.ts";

/** Opens a Socket.IO transport. */
export const openSocketIo: OpenTransport = (name, options) => new SocketIoTransport(name, options);

/**
 * The part of the size limit that long polling uses for a batch of packets. Engine.IO counts 1.33 characters per byte of
 * binary data, which is too few.
 */
const batchedPart = 0.99;

/** In Node.js, work that waits for a message is done before the next message, as in browsers, which ignore the option. */
class StandardWebSocket extends NodeWebSocket {
  override createSocket(uri: string, protocols: string | string[] | undefined, opts: object) {
    return super.createSocket(uri, protocols, { ...opts, allowSynchronousEvents: false });
  }
}

/** Socket.IO over one transport of Engine.IO. Long polling upgrades to a WebSocket as soon as possible. */
class SocketIoTransport implements Transport {
  readonly isAccepted = true;
  readonly hasSentFirst = undefined;
  readonly #options: TransportOptions;
  readonly #address: SocketIoAddress;
  readonly #limit = new PacketLimit(() => this.name === "polling");
  readonly #socket: Socket;
  #isOver = false;

  constructor(name: TransportName, options: TransportOptions) {
    this.#options = options;
    const { url, path, timeoutMs, usable, receive } = options;
    this.#address = socketIoAddress(url, path);
    const socket: Socket = io(this.#address.root, {
      path: this.#address.path,
      auth: (show) => void options.auth().then((auth) => this.#authenticate(() => show(auth))),
      autoConnect: false,
      forceNew: true,
      reconnection: false,
      timeout: timeoutMs,
      transports: name === "polling" ? [Polling, StandardWebSocket] : [StandardWebSocket],
      parser: this.#limit.parser,
    });
    this.#socket = socket;
    socket.onAny(receive);
    socket.on("connect", usable);
    socket.on("connect_error", (error) => this.#end(connectFailureOf(url, error)));
    socket.on("disconnect", () => this.#lost());
    // For acknowledgements and refusals without content, socket.io-client throws an error that nobody can catch.
    socket.io.on("packet", (packet) => {
      packet.data ??= [];
    });
    socket.connect();
    this.#watchEngine();
  }

  get name(): TransportName {
    return this.#socket.io.engine.transport.name as TransportName;
  }

  get mostBytes(): number {
    return this.#limit.mostBytes;
  }

  get leaveAddress(): string {
    return leaveAddress(this.#address, this.#socket.io.engine.id);
  }

  async ask(event: string, data: unknown, timeoutMs: number): Promise<Reply<unknown>> {
    try {
      const socket = this.#socket.timeout(timeoutMs);
      return replyOf(await socket.emitWithAck(event, ...argumentsOf(event, data))) ?? noReply;
    } catch (error) {
      return error instanceof SignalingError ? { ok: false, ...error.refusal } : noReply;
    }
  }

  close(isLeaving: boolean): void {
    this.#isOver = true;
    this.#socket.offAny();
    if (isLeaving || !this.#socket.connected) this.#socket.disconnect();
    // Without a disconnect packet: the session must stay resumable.
    else this.#socket.io.engine.transport.close();
  }

  /** Socket.IO does not report an engine that closes before it opens, or an invalid handshake. */
  #watchEngine(): void {
    const manager = this.#socket.io;
    const { engine } = manager;
    const lost = () => this.#lost();
    engine.on("close", lost);
    manager.on("open", () => {
      engine.off("close", lost);
      if (!this.#isOver) this.#options.opened();
    });
    engine.on("packet", (packet) => {
      if (packet.type !== "open" || isHandshake(packet.data)) return;
      packet.type = "noop";
      this.#end(unanswered(this.#options.url, new Error(foreign), "if-known"));
    });
    engine.on("handshake", (handshake) => {
      handshake.pingInterval = waitOf(handshake.pingInterval);
      handshake.pingTimeout = waitOf(handshake.pingTimeout);
      this.#limit.learn(handshake.maxPayload);
      handshake.maxPayload *= batchedPart;
    });
  }

  #authenticate(show: () => void): void {
    if (this.#isOver) return;
    try {
      show();
    } catch (error) {
      this.#end({ ...(error as SignalingError).refusal, retry: "no" });
    }
  }

  #lost(): void {
    this.#end(unanswered(this.#options.url, new Error(closed)));
  }

  #end(failure: ConnectFailure): void {
    if (this.#isOver) return;
    this.close(false);
    this.#options.ended(failure);
  }
}

/** The arguments of an event. `ready` has two: the peer id, and its options. */
function argumentsOf(event: string, data: unknown): readonly unknown[] {
  if (event !== "ready") return data === undefined ? [] : [data];
  const { peerId, ...options } = fieldsOf(data);
  return [peerId, options];
}

function isHandshake(json: unknown): boolean {
  try {
    const { pingInterval, pingTimeout } = fieldsOf(JSON.parse(String(json)));
    return isNumber(pingInterval) && isNumber(pingTimeout);
  } catch {
    return false;
  }
}
