import type { IncomingMessage } from "node:http";
import type { OpenConnections } from "../../connection/open-connections.ts";
import type { LimitOptions } from "../../limits/limit-options.ts";
import type { Limiter } from "../../limits/limiter.ts";
import type { Encoder } from "./encoder.ts";
import type { Gateway } from "./handler.ts";
import type { LeaveRequests } from "./leave-requests.ts";

/** A gateway with its limits. */
export interface LimitedGateway extends Gateway {
  readonly limiter: Limiter;
  readonly limitOptions: LimitOptions;
  readonly openConnections: OpenConnections;
  /** Returns the client address of a request, behind the trusted proxies. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Returns the time of a monotonic clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** The parts that a connection needs besides its socket. */
export interface ConnectionGateway extends LimitedGateway {
  readonly leaveRequests: LeaveRequests;
  readonly encoder: Encoder;
}
