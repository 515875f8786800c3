import type { EngineConnection } from "./outflow.ts";

/**
 * Ends a connection without waiting for the other side to take what was sent, or to answer. Behind a
 * proxy a connection of long polling can be others' as well.
 */
export function cutOff(connection: EngineConnection): void {
  const { request, transport, upgraded } = connection;
  connection.close(true);
  if (transport.name === "websocket" && !upgraded) request.socket.destroy();
}
