import type { IncomingMessage } from "node:http";
import type { HandshakeRejection, Limiter } from "../limits/limiter.ts";
import type { Report } from "../telemetry/fact.ts";
import type { GatewayName } from "../telemetry/gateway-name.ts";
import { AcceptQueue } from "./accept-queue.ts";

export interface HandshakeGuardOptions {
  readonly isOpen: () => boolean;
  readonly isAllowedOrigin: (origin: string | undefined) => boolean;
  /** Returns the key of the client's address in the limits. */
  readonly addressKeyOf: (request: IncomingMessage) => string;
  readonly limiter: Limiter;
  readonly report: Report;
}

/** The client retries, and reaches another node or this node after its restart. */
const closing: HandshakeRejection = {
  status: 503,
  refusal: {
    code: "unavailable",
    reason: "the server is shutting down; try again",
    retryAfterMs: 1_000,
  },
};

/** Rejects handshakes by origin, limits and state of the server, before a connection is opened. */
export class HandshakeGuard {
  readonly #options: HandshakeGuardOptions;
  readonly #acceptQueue = new AcceptQueue();

  constructor(options: HandshakeGuardOptions) {
    this.#options = options;
  }

  /** Returns the rejection of a request from a page of another origin; `undefined` if the origin is allowed. */
  originRejection(
    { headers }: IncomingMessage,
    gateway: GatewayName,
  ): HandshakeRejection | undefined {
    const { isAllowedOrigin, report } = this.#options;
    const { origin } = headers;
    if (isAllowedOrigin(origin)) return undefined;
    report({ type: "limit.reached", limit: "origin", of: "server" });
    const refusal = { code: "forbidden", reason: originReason(origin) } as const;
    return this.#reported({ status: 403, refusal }, gateway);
  }

  /** Returns the rejection of a request that begins a connection while the server closes; `undefined` before. */
  closingRejection(gateway: GatewayName): HandshakeRejection | undefined {
    return this.#closing && this.#reported(this.#closing, gateway);
  }

  /** Calls back when a handshake may start, with its rejection if it may not. Does nothing if the client has disconnected. */
  pass(
    request: IncomingMessage,
    gateway: GatewayName,
    decided: (rejection: HandshakeRejection | undefined) => void,
  ) {
    const { limiter, addressKeyOf } = this.#options;
    const address = addressKeyOf(request);
    const rejection = this.#closing ?? limiter.rejectionOf(address);
    if (rejection) return decided(this.#reported(rejection, gateway));
    // Other clients may connect in the meantime, or the server may close.
    this.#acceptQueue.pass(request.socket, () => {
      const later = this.#closing ?? limiter.capacityRejection(address);
      decided(later && this.#reported(later, gateway));
    });
  }

  #reported(rejection: HandshakeRejection, gateway: GatewayName): HandshakeRejection {
    const { code, reason } = rejection.refusal;
    this.#options.report({ type: "handshake.refused", gateway, code, reason });
    return rejection;
  }

  get #closing(): HandshakeRejection | undefined {
    return this.#options.isOpen() ? undefined : closing;
  }
}

function originReason(origin: string | undefined): string {
  return origin === undefined
    ? "clients without an Origin header may not connect; add `missing` to ALLOWED_ORIGINS"
    : `pages of the origin ${JSON.stringify(origin.slice(0, 128))} may not connect; add it to ALLOWED_ORIGINS`;
}
