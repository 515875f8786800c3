import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type ServerOptions, type WebSocket, WebSocketServer } from "ws";
import { takeTurns } from "./take-turns.ts";

/** Not in its types yet: how long the other end may take to answer a goodbye; by default 30 s. */
const closing = { closeTimeout: 1_000 };

/** For Engine.IO's option `wsEngine`: whoever is told to go is gone soon, also if it does not answer; and sockets take turns. */
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
    // The answer to the upgrade and Engine.IO's first packet are one write.
    socket.cork();
    super.handleUpgrade(request, socket, head, (client, upgraded) => {
      takeTurns(client);
      callback(client, upgraded);
    });
    socket.uncork();
  }
}
