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

/** Engine.IO's packet type and, about, WebSocket's header. */
const frameBytes = 8;

/**
 * Watches what is written to a connection and what its reader takes. What a slow reader leaves piles up in
 * Engine.IO's write buffer, one batch behind the one that the socket has not taken yet.
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

  /** To be asked from time to time: whether the reader takes anything at all. */
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
    // Long polling: an answer that nobody reads would keep its TCP connection for good.
    const socket = this.#lastPoll?.socket;
    if (socket && socket.writableLength > 0) socket.destroy();
  }
}

function bytesOf({ data }: Packet): number {
  if (typeof data === "string") return Buffer.byteLength(data);
  return data instanceof Uint8Array ? data.byteLength : 0;
}
