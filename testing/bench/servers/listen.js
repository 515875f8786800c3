import { once } from "node:events";
import { createServer } from "node:http";

/**
 * Opens an HTTP server on a free port of the loopback interface, on which `attach` serves sockets.
 * Returns its URL.
 *
 * @param {(httpServer: import("node:http").Server) => void} attach
 */
export async function listen(attach) {
  const httpServer = createServer();
  attach(httpServer);
  httpServer.listen(0, "127.0.0.1");
  await once(httpServer, "listening");
  const address = httpServer.address();
  if (address === null || typeof address === "string") throw new Error(`no port: ${address}`);
  return `http://127.0.0.1:${address.port}`;
}
