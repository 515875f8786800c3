import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type ServerOptions, type WebSocket, WebSocketServer } from "ws";
import { takeTurns } from "./take-turns.ts";

/** Is missing in the types of `ws`: the time for the client's close frame, in milliseconds; by default 30 s. */
const closing = { closeTimeout: 1_000 };

/** The option `wsEngine` of Engine.IO: a closed connection ends soon even if the client does not respond; sockets take turns. */
export class ImpatientWebSocketServer extends WebSocketServer {
  constructor(options?: ServerOptions) {
    super({ ...options, ...closing });
  }

  override handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    callback: (client: WebSocket, request: IncomingMessage) => void,
  ): void {
    // The upgrade response and the first packet of Engine.IO become one write.
    socket.cork();
    super.handleUpgrade(request, socket, head, (client, upgraded) => {
      takeTurns(client);
      callback(client, upgraded);
    });
    socket.uncork();
  }
}
