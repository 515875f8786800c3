import { ServerResponse } from "node:http";
import type { LeaveRequests } from "../../connection/leave-requests.ts";
import type { EngineMiddleware } from "./engine-guard.ts";
import { isLeaveRequest, sessionIdIn } from "./session-id.ts";

/** Sends the same response to every leave request (L3), so that it does not disclose which connections exist. */
export function leaveMiddleware(leaveRequests: LeaveRequests): EngineMiddleware {
  return (request, response, next) => {
    const engineId = isLeaveRequest(request) ? sessionIdIn(request) : undefined;
    if (engineId === undefined || !(response instanceof ServerResponse)) return next();
    response.writeHead(204).end();
    leaveRequests.leave(engineId);
  };
}
