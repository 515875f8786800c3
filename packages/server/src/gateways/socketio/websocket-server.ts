import { type ServerOptions, WebSocketServer } from "ws";

/** Not in its types yet: how long the other end may take to answer a goodbye; by default 30 s. */
const closing = { closeTimeout: 1_000 };

/** For Engine.IO's option `wsEngine`: whoever is told to go is gone soon, also if it does not answer. */
export class ImpatientWebSocketServer extends WebSocketServer {
  constructor(options?: ServerOptions) {
    super({ ...options, ...closing });
  }
}
