import type { Server as HttpServer } from "node:http";

/** Serves the clients of one protocol. */
export interface Gateway {
  /** Serves the path of this gateway on an HTTP server until `close()`. */
  attach(httpServer: HttpServer): void;
  /** Closes all connections and detaches from the HTTP servers. */
  close(): void;
}
