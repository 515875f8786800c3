import type { IncomingMessage } from "node:http";
import type { HandshakeGuard } from "../../access/handshake-guard.ts";
import { rejectHandshake } from "../../access/reject-handshake.ts";
import type { HandshakeRejection } from "../../limits/limiter.ts";
import { sessionIdIn } from "./session-id.ts";

/** A middleware of Engine.IO, which runs for every request of every transport before the response. */
export type EngineMiddleware = (
  request: IncomingMessage,
  response: unknown,
  next: () => void,
) => void;

/** Returns the middleware that passes every request by its origin, and every handshake by the guard. */
export function engineGuard(guard: HandshakeGuard): EngineMiddleware {
  return (request, response, next) => {
    const decide = (rejection: HandshakeRejection | undefined) => {
      if (rejection) rejectHandshake(request, response, rejection);
      else next();
    };
    const rejection = guard.originRejection(request, "socketio");
    // Engine.IO treats a request without an id as a handshake.
    if (rejection || sessionIdIn(request)) decide(rejection);
    else guard.pass(request, "socketio", decide);
  };
}
