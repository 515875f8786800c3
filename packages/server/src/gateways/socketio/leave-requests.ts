import { ServerResponse } from "node:http";
import type { EngineMiddleware } from "./handshake-guard.ts";
import type { EngineConnection } from "./outflow.ts";

/**
 * Requests by which pages that end leave (L3). Browsers cancel the requests of such a page, and Firefox closes its
 * websockets before it tells the page so; a beacon arrives all the same, when the connection is already lost.
 */
export class LeaveRequests {
  /** By Engine.IO's id of a connection, which only its client knows. */
  readonly #leave = new Map<string, () => void>();

  /** From now on a request for this connection is obeyed. */
  expect(connection: EngineConnection, leave: () => void): void {
    this.#leave.set(engineIdOf(connection), leave);
  }

  forget(connection: EngineConnection): void {
    this.#leave.delete(engineIdOf(connection));
  }

  /** Answers every such request alike, so that nobody learns which connections there are. */
  readonly middleware: EngineMiddleware = ({ method, url = "" }, response, next) => {
    const engineId = method === "POST" ? leaving(url) : undefined;
    if (engineId === undefined || !(response instanceof ServerResponse)) return next();
    response.writeHead(204).end();
    this.#leave.get(engineId)?.();
  };
}

function leaving(url: string): string | undefined {
  const { searchParams } = new URL(url, "http://server");
  return searchParams.has("leave") ? searchParams.getAll("sid").at(-1) : undefined;
}

/** Private by its types, because it must not be told to others. */
function engineIdOf(connection: EngineConnection): string {
  return (connection as unknown as { readonly id: string }).id;
}
