import { ServerResponse } from "node:http";
import { type EngineConnection, engineIdOf } from "./engine-connection.ts";
import type { EngineMiddleware } from "./engine-guard.ts";

/**
 * Handles the leave requests of pages that end (L3). Browsers cancel the requests of such a page, and Firefox closes its
 * WebSockets before the page receives an event. A beacon still arrives, after the connection is lost.
 */
export class LeaveRequests {
  /** By the Engine.IO id of a connection, which only its client knows. */
  readonly #leave = new Map<string, () => void>();

  /** Accepts leave requests for this connection. */
  expect(connection: EngineConnection, leave: () => void): void {
    this.#leave.set(engineIdOf(connection), leave);
  }

  forget(connection: EngineConnection): void {
    this.#leave.delete(engineIdOf(connection));
  }

  /** Sends the same response to every leave request, so that it does not disclose which connections exist. */
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
