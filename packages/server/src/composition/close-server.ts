import type { Server } from "node:http";

/** Closes a server with its connections. Resolves when it is closed; at once if it does not listen. */
export function closeServer(server: Server | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (!server?.listening) return resolve();
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
