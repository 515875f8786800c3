import type { IncomingMessage } from "node:http";
import { type Limits, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Authenticate } from "../auth/authenticate.ts";
import type { ClusterNode } from "../cluster/cluster.ts";
import type { RouterOptions } from "../http/router.ts";
import type { Hub } from "../hub/hub.ts";
import type { IssueIceServers } from "../ice/ice-servers.ts";
import { Buckets } from "../limits/buckets.ts";
import { addressKeyOf } from "../limits/client-address.ts";
import { guarded } from "../limits/guarded-authentication.ts";
import type { Limiter } from "../limits/limiter.ts";
import { perMinute } from "../limits/rates.ts";
import type { Report } from "../telemetry/fact.ts";
import type { ReaderCheck } from "./authentication.ts";
import { countEverywhere } from "./count-everywhere.ts";

export interface BearerRoutesOptions {
  readonly node: ClusterNode;
  readonly hub: Hub;
  readonly report: Report;
  readonly limits: Limits;
  readonly limiter: Limiter;
  readonly addressOf: (request: IncomingMessage) => string;
  readonly nowMs: () => number;
  /** The authentication of clients, which already counts failures. */
  readonly authenticate: Authenticate;
  readonly isReader: ReaderCheck;
  readonly issueIceServers: IssueIceServers;
}

/** Returns the options of the routes that require a token. A wrong token counts like a wrong token of a socket. */
export function bearerRoutes(
  options: BearerRoutesOptions,
): Pick<RouterOptions["connections"], "bearer"> & Pick<RouterOptions, "iceServers"> {
  const { hub, report, limits, limiter, addressOf, nowMs, issueIceServers } = options;
  const failures = limiter.failedAuthentications;
  const delayMs = (address: string) => failures.delayMs(addressKeyOf(address));
  const requests = new Buckets(perMinute(limits.iceServersPerMinute), nowMs);
  const told = countEverywhere(options.node, "ice-servers", (subject) => requests.take(subject));
  const authenticate = counted(options);
  return {
    bearer: {
      addressOf,
      delayMs,
      check: guarded(options.isReader, { failures, report }),
    },
    iceServers: {
      bearer: { addressOf, delayMs, check: (token, client) => authenticate({ token }, client) },
      isPeer: (subject) => hub.isPresent(subject),
      issue: (subject) => issueIceServers({ subject }),
      waitMs: (subject) => {
        const waitMs = requests.take(subject);
        if (waitMs === 0) told(subject);
        else report({ type: "limit.reached", limit: "ice-servers", of: "identity" });
        return waitMs;
      },
    },
  };
}

/** An authentication by HTTP is charged to the address like a connection, because it can cost as much work. */
function counted({ limiter, authenticate }: BearerRoutesOptions) {
  return async (...[credentials, client]: Parameters<Authenticate>) => {
    const { refusal } = limiter.connectRateRejection(addressKeyOf(client.address)) ?? {};
    if (refusal) throw new SignalingError(refusal.code, refusal.reason, refusal);
    return authenticate(credentials, client);
  };
}
