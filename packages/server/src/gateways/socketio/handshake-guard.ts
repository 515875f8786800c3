import type { IncomingMessage } from "node:http";
import { addressKeyOf } from "../../limits/client-address.ts";
import type { HandshakeRejection, Limiter } from "../../limits/limiter.ts";
import type { Report } from "../../telemetry/fact.ts";
import { AcceptQueue } from "./accept-queue.ts";
import { rejectHandshake } from "./reject-handshake.ts";

export interface HandshakeGuardOptions {
  readonly isOpen: () => boolean;
  readonly isAllowedOrigin: (origin: string | undefined) => boolean;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly limiter: Limiter;
  readonly report: Report;
}

/** A middleware of Engine.IO, which runs for every request of every transport before the response. */
export type EngineMiddleware = (
  request: IncomingMessage,
  response: unknown,
  next: () => void,
) => void;

/** The client retries, and reaches another node or this node after its restart. */
const closing: HandshakeRejection = {
  status: 503,
  refusal: {
    code: "unavailable",
    reason: "the server is shutting down; try again",
    retryAfterMs: 1_000,
  },
};

/** Returns the middleware that rejects handshakes by origin, limits and state of the server, before a WebSocket is opened. */
export function handshakeGuard(options: HandshakeGuardOptions): EngineMiddleware {
  const { isOpen, addressOf, limiter } = options;
  const acceptQueue = new AcceptQueue();
  return (request, response, next) => {
    const isRejected = (rejection: HandshakeRejection | undefined) => {
      if (rejection) rejectHandshake(request, response, rejection);
      return rejection !== undefined;
    };
    if (isRejected(originRejection(request, options))) return;
    if (!isHandshake(request)) return next();
    const address = addressKeyOf(addressOf(request));
    if (isRejected(isOpen() ? limiter.rejectionOf(address) : closing)) return;
    acceptQueue.pass(request.socket, () => {
      // Other clients may have connected in the meantime, or the server may be closing.
      if (!isRejected(isOpen() ? limiter.capacityRejection(address) : closing)) next();
    });
  };
}

function originRejection(
  request: IncomingMessage,
  options: HandshakeGuardOptions,
): HandshakeRejection | undefined {
  const { origin } = request.headers;
  if (options.isAllowedOrigin(origin)) return undefined;
  options.report({ type: "limit.reached", limit: "origin", of: "server" });
  return { status: 403, refusal: { code: "forbidden", reason: originReason(origin) } };
}

/** Returns whether Engine.IO treats a request as a handshake. Of several `sid` parameters it uses the last one. */
function isHandshake({ url = "" }: IncomingMessage): boolean {
  const sids = new URL(url, "http://server").searchParams.getAll("sid");
  return !sids.at(-1);
}

function originReason(origin: string | undefined): string {
  return origin === undefined
    ? "clients without an Origin header may not connect; add `missing` to ALLOWED_ORIGINS"
    : `pages of the origin ${JSON.stringify(origin.slice(0, 128))} may not connect; add it to ALLOWED_ORIGINS`;
}
