import type { Refusal } from "simple-webrtc-signaling-protocol";
import type { Limit, LimitOf, Report } from "../telemetry/fact.ts";
import { limitNames } from "../telemetry/limit-names.ts";
import { Budget, type BudgetParts } from "./budget.ts";
import { unixAddress } from "./client-address.ts";
import { type ConnectionCounts, CountedConnection } from "./counted-connection.ts";
import { FailedAuthentications } from "./failed-authentications.ts";
import type { LimitOptions } from "./limit-options.ts";
import { type Quota, Quotas } from "./quotas.ts";
import { ratesOf } from "./rates.ts";
import { isUnlimited, type Rate, unlimited } from "./token-bucket.ts";
import { type Rates, scaled, TokenBuckets } from "./token-buckets.ts";

/** The reason for which a handshake is rejected, with its HTTP status. */
export interface HandshakeRejection {
  readonly status: 403 | 429 | 503;
  readonly refusal: Refusal;
}

export interface LimiterOptions {
  readonly limits: LimitOptions;
  readonly report: Report;
  /** Returns the time of a monotonic clock, in milliseconds. */
  readonly nowMs: () => number;
}

/** Counts sockets, connection attempts and events, by address and identity. */
export class Limiter {
  readonly failedAuthentications: FailedAuthentications;
  readonly #options: LimiterOptions;
  readonly #rates: Rates;
  readonly #addresses: Quotas;
  readonly #identities: Quotas;
  readonly #budgetParts: BudgetParts;
  readonly #counts: ConnectionCounts = {
    quotaOf: (subject) => this.#identities.get(subject),
    settled: () => {
      this.#unauthenticated -= 1;
    },
    left: () => {
      this.#sockets -= 1;
    },
  };
  #sockets = 0;
  #unauthenticated = 0;
  #isAddressMissed = false;

  constructor(options: LimiterOptions) {
    const { limits, nowMs, report } = options;
    this.#options = options;
    this.#rates = ratesOf(limits);
    this.#budgetParts = {
      rates: this.#rates,
      refusalRate: refusalRateOf(this.#rates.messages),
      nowMs,
      report,
    };
    this.#addresses = new Quotas(scaled(this.#rates, limits.addressShare), nowMs);
    this.#identities = new Quotas(scaled(this.#rates, limits.identityShare), nowMs);
    this.failedAuthentications = new FailedAuthentications({
      most: limits.maxFailedAuthentications,
      nowMs,
    });
  }

  /** Returns the rejection of a new connection of an address; `undefined` if the connection is allowed. */
  rejectionOf(address: string): HandshakeRejection | undefined {
    if (address === unixAddress) this.#missAddress();
    const blockedMs = this.failedAuthentications.blockedForMs(address);
    if (blockedMs > 0) return this.#tooMany("failed-authentications", blockedMs);
    return this.capacityRejection(address) ?? this.connectRateRejection(address);
  }

  /** Returns the rejection if a maximum number of sockets is reached. */
  capacityRejection(address: string): HandshakeRejection | undefined {
    const { limits } = this.#options;
    if (isFull(this.#sockets, limits.maxSockets)) return this.#full("sockets");
    if (isFull(this.#unauthenticated, limits.maxUnauthenticatedSockets)) {
      return this.#full("unauthenticated-sockets");
    }
    const { sockets } = this.#quotaOf(address);
    return isFull(sockets, limits.maxSocketsPerAddress)
      ? this.#tooMany("sockets", 1_000)
      : undefined;
  }

  /** Charges a connection attempt to an address. Returns the rejection if there were too many. */
  connectRateRejection(address: string): HandshakeRejection | undefined {
    const { buckets } = this.#quotaOf(address);
    const waitMs = buckets.take("connects", 1, this.#options.nowMs());
    return waitMs > 0 ? this.#tooMany("connects", waitMs) : undefined;
  }

  /** Counts a new connection. */
  enter(address: string): CountedConnection {
    this.#sockets += 1;
    this.#unauthenticated += 1;
    const ofAddress = this.#quotaOf(address);
    return new CountedConnection(
      this.#counts,
      ofAddress,
      new Budget(this.#budgetParts, ofAddress.buckets),
    );
  }

  /** Clients with unknown addresses have separate quotas, so that they do not exhaust each other's limits. */
  #quotaOf(address: string): Quota {
    if (address !== unixAddress) return this.#addresses.get(address);
    return { buckets: new TokenBuckets(scaled(this.#rates, 0)), sockets: 0 };
  }

  /** Reports once, because the fact is the same for each of these clients. */
  #missAddress(): void {
    if (this.#isAddressMissed) return;
    this.#isAddressMissed = true;
    this.#options.report({ type: "address.missing" });
  }

  #tooMany(limit: Limit, retryAfterMs: number): HandshakeRejection {
    const reason = `too many ${limitNames[limit]} from this address; try again in ${retryAfterMs} ms`;
    return this.#rejection("address", limit, 429, { code: "rate-limited", reason, retryAfterMs });
  }

  #full(limit: Limit): HandshakeRejection {
    const reason = `the server has reached its limit of ${limitNames[limit]}; try again later`;
    return this.#rejection("server", limit, 503, { code: "unavailable", reason });
  }

  #rejection(
    of: LimitOf,
    limit: Limit,
    status: HandshakeRejection["status"],
    refusal: Refusal,
  ): HandshakeRejection {
    this.#options.report({ type: "limit.reached", limit, of });
    return { status, refusal };
  }
}

function isFull(count: number, most: number): boolean {
  return most > 0 && count >= most;
}

/** The refusal budget refills slowly. At the message rate, a client that sends at twice the rate would never exhaust it. */
function refusalRateOf({ perSecond, burst }: Rate): Rate {
  return isUnlimited({ perSecond, burst }) ? unlimited : { perSecond: perSecond / 10, burst };
}
