import { type IncomingMessage, ServerResponse } from "node:http";
import { respondRaw } from "../http/raw-response.ts";
import type { HandshakeRejection } from "../limits/limiter.ts";

/** Responds to a handshake with an HTTP error, before a WebSocket is opened. */
export function rejectHandshake(
  request: IncomingMessage,
  response: unknown,
  { status, refusal }: HandshakeRejection,
): void {
  const body = JSON.stringify(refusal);
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    connection: "close",
    ...retryAfter(refusal.retryAfterMs),
  };
  if (response instanceof ServerResponse) {
    response.writeHead(status, headers).end(body);
    return;
  }
  respondRaw(request.socket, { status, headers, body });
}

/** Returns the header `Retry-After`, in whole seconds (RFC 9110 §10.2.3). */
function retryAfter(milliseconds: number | undefined): Record<string, number> {
  return milliseconds === undefined ? {} : { "retry-after": Math.ceil(milliseconds / 1_000) };
}
