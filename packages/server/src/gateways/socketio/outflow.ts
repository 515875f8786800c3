import type { IncomingMessage } from "node:http";
import { BackPressure } from "../../limits/back-pressure.ts";
import type { DirectWebSocket } from "../../sockets/direct-websocket.ts";
import type { CheckedConnection } from "../../sockets/slow-consumers.ts";
import { StallWatch } from "../../sockets/stall-watch.ts";
import type { Limit, Report } from "../../telemetry/fact.ts";
import { type EngineConnection, webSocketOf } from "./engine-connection.ts";

type Transport = EngineConnection["transport"];

interface Packet {
  readonly data?: unknown;
}

/** The approximate size of the Engine.IO packet type and the WebSocket header. */
const frameBytes = 8;

/** The parts that all connections share. */
export interface OutflowParts {
  /** Maximum number of bytes that wait for a client; 0 disables the limit. */
  readonly mostBytes: number;
  /** Maximum time without progress, in milliseconds; 0 disables the limit. */
  readonly mostMs: number;
  readonly nowMs: () => number;
  readonly report: Report;
}

/**
 * Watches the data that is written to a connection and that the client reads. The unread data of a slow consumer
 * accumulates in the write buffer of Engine.IO, behind the batch that the socket has not accepted yet; frames that are written
 * directly accumulate in the socket.
 */
export class Outflow implements CheckedConnection {
  readonly #parts: OutflowParts;
  readonly #connection: EngineConnection;
  readonly #pressure: BackPressure;
  readonly #stallWatch: StallWatch;
  #lastPoll: IncomingMessage | undefined;

  constructor(parts: OutflowParts, connection: EngineConnection) {
    this.#parts = parts;
    this.#connection = connection;
    this.#pressure = new BackPressure(parts);
    this.#stallWatch = new StallWatch(parts);
  }

  watch(): void {
    const connection = this.#connection;
    connection.on("packetCreate", (packet: Packet) => this.#give(packet));
    connection.on("flush", () => this.#pressure.flush());
    this.#follow(connection.transport);
    if (webSocketOf(connection)) return;
    connection.on("upgrade", (transport: Transport) => this.#follow(transport));
    connection.transport.on("headers", (_headers: unknown, request: IncomingMessage) => {
      if (request.method === "GET") this.#lastPoll = request;
    });
  }

  check(): void {
    const webSocket = webSocketOf(this.#connection);
    const isStalled =
      this.#pressure.isStalled || (webSocket && this.#stallWatch.isStalled(webSocket));
    if (isStalled) this.#end("waiting-seconds");
  }

  /**
   * Returns whether a frame may be written directly; otherwise disconnects the client. A frame may exceed the limit if few
   * bytes wait, or a client could not receive a long list of peers.
   */
  permits({ waitingBytes }: DirectWebSocket): boolean {
    const { mostBytes } = this.#parts;
    if (mostBytes === 0 || waitingBytes <= mostBytes) return true;
    this.#end("waiting-bytes");
    return false;
  }

  #give(packet: Packet): void {
    if (!this.#pressure.give(frameBytes + bytesOf(packet))) this.#end("waiting-bytes");
  }

  #follow(transport: Transport): void {
    transport.on("drain", () => this.#pressure.taken());
  }

  #end(limit: Limit): void {
    this.#parts.report({ type: "limit.reached", limit, of: "socket" });
    this.#connection.close(true);
    // With long polling, an unread response would keep its TCP connection open forever.
    const socket = this.#lastPoll?.socket;
    if (socket && socket.writableLength > 0) socket.destroy();
  }
}

function bytesOf({ data }: Packet): number {
  if (typeof data === "string") return Buffer.byteLength(data);
  return data instanceof Uint8Array ? data.byteLength : 0;
}
