import type { IncomingMessage } from "node:http";
import type { OpenConnections } from "../../connection/open-connections.ts";
import type { LimitOptions } from "../../limits/limit-options.ts";
import type { Limiter } from "../../limits/limiter.ts";
import type { Gateway } from "./handler.ts";
import type { LeaveRequests } from "./leave-requests.ts";

/** A gateway, and what limits who comes through it. */
export interface LimitedGateway extends Gateway {
  readonly limiter: Limiter;
  readonly limitOptions: LimitOptions;
  readonly openConnections: OpenConnections;
  /** Where a request comes from, behind the proxies that are trusted. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** A clock that never goes back, in milliseconds. */
  readonly nowMs: () => number;
}

/** What a connection has to do with beside its own socket. */
export interface ConnectionGateway extends LimitedGateway {
  readonly leaveRequests: LeaveRequests;
}
