import type { IncomingMessage } from "node:http";
import type { Socket } from "socket.io";
import type { BackPressure } from "../../limits/back-pressure.ts";
import type { Limit } from "../../telemetry/fact.ts";

/** An Engine.IO connection. */
export type EngineConnection = Socket["conn"];

type Transport = EngineConnection["transport"];

interface Packet {
  readonly data?: unknown;
}

/** The approximate size of the Engine.IO packet type and the WebSocket header. */
const frameBytes = 8;

/**
 * Watches the data that is written to a connection and that the client reads. The unread data of a slow consumer
 * accumulates in the write buffer of Engine.IO, behind the batch that the socket has not accepted yet.
 */
export class Outflow {
  readonly #connection: EngineConnection;
  readonly #pressure: BackPressure;
  readonly #slow: (limit: Limit) => void;
  #lastPoll: IncomingMessage | undefined;

  constructor(connection: EngineConnection, pressure: BackPressure, slow: (limit: Limit) => void) {
    this.#connection = connection;
    this.#pressure = pressure;
    this.#slow = slow;
  }

  watch(): void {
    const connection = this.#connection;
    connection.on("packetCreate", (packet: Packet) => this.#give(packet));
    connection.on("flush", () => this.#pressure.flush());
    connection.on("upgrade", (transport: Transport) => this.#follow(transport));
    this.#follow(connection.transport);
  }

  /** Is called periodically, and disconnects a client that reads nothing. */
  check(): void {
    if (this.#pressure.isStalled) this.#end("waiting-seconds");
  }

  #give(packet: Packet): void {
    if (!this.#pressure.give(frameBytes + bytesOf(packet))) this.#end("waiting-bytes");
  }

  #follow(transport: Transport): void {
    transport.on("drain", () => this.#pressure.taken());
    transport.on("headers", (_headers: unknown, request: IncomingMessage) => {
      if (request.method === "GET") this.#lastPoll = request;
    });
  }

  #end(limit: Limit): void {
    this.#slow(limit);
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
