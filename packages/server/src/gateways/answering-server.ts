import type { ServerOptions } from "ws";
import { respondRaw } from "../http/raw-response.ts";
import type { DirectWebSocket } from "../sockets/direct-websocket.ts";
import { DirectWebSocketServer } from "../sockets/websocket-server.ts";

/** A server of WebSockets that answers a wrong upgrade as the server answers every other request. */
export class AnsweringServer extends DirectWebSocketServer {
  constructor(options?: ServerOptions<typeof DirectWebSocket>) {
    super(options);
    this.on("wsClientError", ({ message: error }, socket) => {
      respondRaw(socket, {
        status: 400,
        headers: { "content-type": "application/json", "sec-websocket-version": 13 },
        body: JSON.stringify({ error }),
      });
    });
  }
}
