import { type EngineConnection, webSocketOf } from "./engine-connection.ts";

/** Time for a client to read what was sent, in milliseconds; then a slow consumer is disconnected. */
const timeoutMs = 750;

/** Closes a connection after the client has read what was sent, or after a timeout. Stock clients reconnect by themselves. */
export function closeGracefully(connection: EngineConnection): void {
  connection.close();
  setTimeout(() => destroy(connection), timeoutMs).unref();
}

/**
 * Closes a connection at once, without waiting for the client. The TCP connection of long polling stays open, because a
 * proxy may share it between clients.
 */
export function destroy(connection: EngineConnection): void {
  connection.close(true);
  webSocketOf(connection)?.terminate();
}
