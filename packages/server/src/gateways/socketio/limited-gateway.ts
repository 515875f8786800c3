import type { IncomingMessage } from "node:http";
import type { LimitOptions } from "../../limit-settings.ts";
import type { Limiter } from "../../limits/limiter.ts";
import type { Occupants } from "../../occupants.ts";
import type { Gateway } from "./handler.ts";
import type { LeaveRequests } from "./leave-requests.ts";

/** A gateway, and what limits who comes through it. */
export interface LimitedGateway extends Gateway {
  readonly limiter: Limiter;
  readonly limitOptions: LimitOptions;
  readonly occupants: Occupants;
  /** Where a request comes from, behind the proxies that are trusted. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** A clock that never goes back, in milliseconds. */
  readonly nowMs: () => number;
}

/** What a connection has to do with beside its own socket. */
export interface ConnectionGateway extends LimitedGateway {
  readonly leaveRequests: LeaveRequests;
}
