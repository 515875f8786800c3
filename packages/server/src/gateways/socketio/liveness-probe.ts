import type { EngineConnection } from "./outflow.ts";

/** Time for the answer of a client, in milliseconds. */
const timeoutMs = 1_000;

/**
 * Returns whether the client of a connection is alive: it sends an Engine.IO ping, which every client answers by itself.
 * Any packet within the timeout counts as an answer.
 */
export function probeLiveness(connection: EngineConnection): Promise<boolean> {
  if (connection.readyState !== "open") return Promise.resolve(false);
  return new Promise((resolve) => {
    const settle = (isAlive: boolean) => () => {
      clearTimeout(timer);
      connection.off("packet", received);
      connection.off("close", closed);
      resolve(isAlive);
    };
    const received = settle(true);
    const closed = settle(false);
    const timer = setTimeout(closed, timeoutMs);
    connection.on("packet", received);
    connection.on("close", closed);
    ping(connection);
  });
}

/** `sendPacket` is missing in the types, because Engine.IO itself sends a ping every PING_SECONDS. */
function ping(connection: EngineConnection): void {
  (connection as unknown as { sendPacket(type: "ping"): void }).sendPacket("ping");
}
