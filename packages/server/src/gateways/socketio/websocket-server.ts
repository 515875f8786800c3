import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type ServerOptions, type WebSocket, WebSocketServer } from "ws";
import { FairReading } from "./fair-reading.ts";

/** Is missing in the types of `ws`: the time for the client's close frame, in milliseconds; by default 30 s. */
const closing = { closeTimeout: 1_000 };

/** The option `wsEngine` of Engine.IO: a closed connection ends soon even if the client does not respond; sockets take turns. */
export class FairWebSocketServer extends WebSocketServer {
  readonly #fairReading = new FairReading();

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
      this.#fairReading.watch(client);
      callback(client, upgraded);
    });
    socket.uncork();
  }
}
