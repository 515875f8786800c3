import { once } from "node:events";
import { createServer } from "node:http";

/** The environment variable `PORT`, or a free port. */
export const port = Number(process.env["PORT"] ?? 0);

/**
 * Opens an HTTP server on the loopback interface, on which `attach` serves sockets. Returns its URL.
 *
 * @param {(httpServer: import("node:http").Server) => void} attach
 * @param {import("node:http").RequestListener} [requestListener]
 */
export async function listen(attach, requestListener) {
  const httpServer = createServer(requestListener);
  attach(httpServer);
  httpServer.listen(port, "127.0.0.1");
  await once(httpServer, "listening");
  return urlOf(httpServer);
}

/**
 * Returns the URL of a listening server.
 *
 * @param {import("node:net").Server} httpServer
 */
export function urlOf(httpServer) {
  const address = httpServer.address();
  if (address === null || typeof address === "string") throw new Error(`no port: ${address}`);
  return `http://127.0.0.1:${address.port}`;
}
