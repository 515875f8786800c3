import { type EngineConnection, ping } from "./engine-connection.ts";

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
