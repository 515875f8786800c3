import type { IncomingMessage } from "node:http";
import { type Limits, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Authenticate } from "../auth/authenticate.ts";
import type { RouterOptions } from "../http/router.ts";
import type { Hub } from "../hub/hub.ts";
import type { IssueIceServers } from "../ice/ice-servers.ts";
import { Buckets } from "../limits/buckets.ts";
import { addressKeyOf } from "../limits/client-address.ts";
import { guarded } from "../limits/guarded-authentication.ts";
import type { Limiter } from "../limits/limiter.ts";
import { perMinute } from "../limits/rates.ts";
import type { ReaderCheck } from "./authentication.ts";

export interface BearerRoutesOptions {
  readonly hub: Hub;
  readonly limits: Limits;
  readonly limiter: Limiter;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly nowMs: () => number;
  /** Guarded already, as it is for sockets. */
  readonly authenticate: Authenticate;
  readonly isReader: ReaderCheck;
  readonly issueIceServers: IssueIceServers;
}

/** What the paths that ask for a token need: a wrong one counts as one that a socket shows. */
export function bearerRoutes(
  options: BearerRoutesOptions,
): Pick<RouterOptions["connections"], "bearer"> & Pick<RouterOptions, "iceServers"> {
  const { hub, limits, limiter, addressOf, nowMs, issueIceServers } = options;
  const failures = limiter.failedAuthentications;
  const delayMs = (address: string) => failures.delayMs(addressKeyOf(address));
  const asked = new Buckets(perMinute(limits.iceServersPerMinute), nowMs);
  const authenticate = counted(options);
  return {
    bearer: {
      addressOf,
      delayMs,
      check: guarded(options.isReader, { failures, report: hub.report }),
    },
    iceServers: {
      bearer: { addressOf, delayMs, check: (token, client) => authenticate({ token }, client) },
      isPeer: (subject) => hub.occupancy.has(subject),
      issue: (subject) => issueIceServers({ subject }),
      waitMs: (subject) => {
        const waitMs = asked.take(subject);
        if (waitMs > 0) hub.report({ type: "limit.reached", limit: "ice-servers", of: "identity" });
        return waitMs;
      },
    },
  };
}

/** Showing who one is costs the address what it costs to connect: it may be as much work. */
function counted({ limiter, authenticate }: BearerRoutesOptions) {
  return async (...[credentials, client]: Parameters<Authenticate>) => {
    const turned = limiter.connectRateRejection(addressKeyOf(client.address));
    if (turned)
      throw new SignalingError(turned.refusal.code, turned.refusal.reason, turned.refusal);
    return authenticate(credentials, client);
  };
}
