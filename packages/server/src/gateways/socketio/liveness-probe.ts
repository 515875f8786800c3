import type { EngineConnection } from "./outflow.ts";

/** How long a client has to answer, in milliseconds. */
const patienceMs = 1_000;

/**
 * Whether the client behind a connection is there: whatever it sends within a second is an answer to Engine.IO's ping,
 * which every client gives without being asked by its user.
 */
export function probeLiveness(connection: EngineConnection): Promise<boolean> {
  if (connection.readyState !== "open") return Promise.resolve(false);
  return new Promise((resolve) => {
    const settle = (isAlive: boolean) => () => {
      clearTimeout(timer);
      connection.off("packet", heard);
      connection.off("close", closed);
      resolve(isAlive);
    };
    const heard = settle(true);
    const closed = settle(false);
    const timer = setTimeout(closed, patienceMs);
    connection.on("packet", heard);
    connection.on("close", closed);
    ping(connection);
  });
}

/** Not among its types: Engine.IO pings by itself, every PING_SECONDS. */
function ping(connection: EngineConnection): void {
  (connection as unknown as { sendPacket(type: "ping"): void }).sendPacket("ping");
}
