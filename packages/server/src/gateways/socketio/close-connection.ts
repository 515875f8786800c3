import type { EngineConnection } from "./outflow.ts";

/** Who does not read must not keep its connection open by that, in milliseconds. */
const patienceMs = 750;

/** Ends a connection, once the other side has taken what was sent, or soon. Stock clients connect anew by themselves. */
export function closeGracefully(connection: EngineConnection): void {
  connection.close();
  setTimeout(() => destroy(connection), patienceMs).unref();
}

/**
 * Ends a connection without waiting for the other side to take what was sent, or to answer. Behind a
 * proxy a connection of long polling can be others' as well.
 */
export function destroy(connection: EngineConnection): void {
  const { request, transport, upgraded } = connection;
  connection.close(true);
  if (transport.name === "websocket" && !upgraded) request.socket.destroy();
}
