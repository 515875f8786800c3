import type { IncomingMessage } from "node:http";
import type { BackPressure } from "../../limits/back-pressure.ts";
import type { DirectWebSocket } from "../../sockets/direct-websocket.ts";
import type { StallWatch } from "../../sockets/stall-watch.ts";
import type { Limit } from "../../telemetry/fact.ts";
import { type EngineConnection, webSocketOf } from "./engine-connection.ts";

type Transport = EngineConnection["transport"];

interface Packet {
  readonly data?: unknown;
}

/** The approximate size of the Engine.IO packet type and the WebSocket header. */
const frameBytes = 8;

export interface OutflowOptions {
  readonly connection: EngineConnection;
  readonly pressure: BackPressure;
  /** Maximum number of bytes that wait in a WebSocket; 0 disables the limit. */
  readonly mostBytes: number;
  readonly stallWatch: StallWatch;
  readonly slow: (limit: Limit) => void;
}

/**
 * Watches the data that is written to a connection and that the client reads. The unread data of a slow consumer
 * accumulates in the write buffer of Engine.IO, behind the batch that the socket has not accepted yet; frames that are written
 * directly accumulate in the socket.
 */
export class Outflow {
  readonly #options: OutflowOptions;
  #lastPoll: IncomingMessage | undefined;

  constructor(options: OutflowOptions) {
    this.#options = options;
  }

  watch(): void {
    const { connection, pressure } = this.#options;
    connection.on("packetCreate", (packet: Packet) => this.#give(packet));
    connection.on("flush", () => pressure.flush());
    connection.on("upgrade", (transport: Transport) => this.#follow(transport));
    this.#follow(connection.transport);
  }

  /** Is called periodically, and disconnects a client that reads nothing. */
  check(): void {
    const { connection, pressure, stallWatch } = this.#options;
    const webSocket = webSocketOf(connection);
    const isStalled = pressure.isStalled || (webSocket && stallWatch.isStalled(webSocket));
    if (isStalled) this.#end("waiting-seconds");
  }

  /**
   * Returns whether a frame may be written directly; otherwise disconnects the client. A frame may exceed the limit if few
   * bytes wait, or a client could not receive a long list of peers.
   */
  permits({ waitingBytes }: DirectWebSocket): boolean {
    const { mostBytes } = this.#options;
    if (mostBytes === 0 || waitingBytes <= mostBytes) return true;
    this.#end("waiting-bytes");
    return false;
  }

  #give(packet: Packet): void {
    if (!this.#options.pressure.give(frameBytes + bytesOf(packet))) this.#end("waiting-bytes");
  }

  #follow(transport: Transport): void {
    transport.on("drain", () => this.#options.pressure.taken());
    transport.on("headers", (_headers: unknown, request: IncomingMessage) => {
      if (request.method === "GET") this.#lastPoll = request;
    });
  }

  #end(limit: Limit): void {
    this.#options.slow(limit);
    this.#options.connection.close(true);
    // With long polling, an unread response would keep its TCP connection open forever.
    const socket = this.#lastPoll?.socket;
    if (socket && socket.writableLength > 0) socket.destroy();
  }
}

function bytesOf({ data }: Packet): number {
  if (typeof data === "string") return Buffer.byteLength(data);
  return data instanceof Uint8Array ? data.byteLength : 0;
}
