import { ServerResponse } from "node:http";
import type { LeaveRequests } from "../../connection/leave-requests.ts";
import type { EngineMiddleware } from "./engine-guard.ts";

/** Sends the same response to every leave request (L3), so that it does not disclose which connections exist. */
export function leaveMiddleware(leaveRequests: LeaveRequests): EngineMiddleware {
  return ({ method, url = "" }, response, next) => {
    const engineId = method === "POST" ? leaving(url) : undefined;
    if (engineId === undefined || !(response instanceof ServerResponse)) return next();
    response.writeHead(204).end();
    leaveRequests.leave(engineId);
  };
}

function leaving(url: string): string | undefined {
  const { searchParams } = new URL(url, "http://server");
  return searchParams.has("leave") ? searchParams.getAll("sid").at(-1) : undefined;
}
