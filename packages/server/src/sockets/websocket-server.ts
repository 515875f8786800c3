import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type ServerOptions, WebSocketServer } from "ws";
import { DirectWebSocket } from "./direct-websocket.ts";
import { FairReading } from "./fair-reading.ts";
import { Outbox } from "./outbox.ts";

/** Is missing in the types of `ws`: the time for the client's close frame, in milliseconds; by default 30 s. */
const closing = { closeTimeout: 1_000 };

/** A server of WebSockets with a short way. A closed connection ends soon even if the client does not respond. */
export class DirectWebSocketServer extends WebSocketServer<typeof DirectWebSocket> {
  readonly #parts = { outbox: new Outbox(), fairReading: new FairReading() };

  constructor(options?: ServerOptions<typeof DirectWebSocket>) {
    super({ ...options, ...closing, WebSocket: DirectWebSocket });
  }

  override handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    callback: (client: DirectWebSocket, request: IncomingMessage) => void,
  ): void {
    // The upgrade response, the first packets and the reply to the frames of the handshake (F11) become one write.
    this.#parts.outbox.collect(socket);
    super.handleUpgrade(request, socket, head, (client, upgraded) => {
      client.begin(this.#parts, socket as Socket);
      callback(client, upgraded);
    });
  }
}
