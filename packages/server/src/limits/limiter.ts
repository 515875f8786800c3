import type { Refusal } from "simple-webrtc-signaling-protocol";
import type { Limit, LimitOf, Report } from "../telemetry/fact.ts";
import { limitNames } from "../telemetry/limit-names.ts";
import { Budget } from "./budget.ts";
import { unixAddress } from "./client-address.ts";
import { CountedConnection } from "./counted-connection.ts";
import { FailedAuthentications } from "./failed-authentications.ts";
import type { LimitOptions } from "./limit-options.ts";
import { type Quota, Quotas } from "./quotas.ts";
import { ratesOf } from "./rates.ts";
import { TokenBucket, unlimited } from "./token-bucket.ts";
import { type Rates, scaled, TokenBuckets } from "./token-buckets.ts";

/** Why a new connection is not taken, and the HTTP status that says so. */
export interface HandshakeRejection {
  readonly status: 403 | 429 | 503;
  readonly refusal: Refusal;
}

export interface LimiterOptions {
  readonly limits: LimitOptions;
  readonly report: Report;
  /** A clock that never goes back, in milliseconds. */
  readonly nowMs: () => number;
}

/** Counts who is here, and how often who did what. */
export class Limiter {
  readonly failedAuthentications: FailedAuthentications;
  readonly #options: LimiterOptions;
  readonly #rates: Rates;
  readonly #addresses: Quotas;
  readonly #identities: Quotas;
  #sockets = 0;
  #unauthenticated = 0;
  #isAddressMissed = false;

  constructor(options: LimiterOptions) {
    const { limits, nowMs } = options;
    this.#options = options;
    this.#rates = ratesOf(limits);
    this.#addresses = new Quotas(scaled(this.#rates, limits.addressShare), nowMs);
    this.#identities = new Quotas(scaled(this.#rates, limits.identityShare), nowMs);
    this.failedAuthentications = new FailedAuthentications({
      most: limits.maxFailedAuthentications,
      nowMs,
    });
  }

  /** Whether one more connection of an address is taken; `undefined` if so. */
  rejectionOf(address: string): HandshakeRejection | undefined {
    if (address === unixAddress) this.#missAddress();
    const blockedMs = this.failedAuthentications.blockedForMs(address);
    if (blockedMs > 0) return this.#tooMany("failed-authentications", blockedMs);
    return this.capacityRejection(address) ?? this.connectRateRejection(address);
  }

  /** Whether there is room for one more connection of an address; `undefined` if so. */
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

  /** Whether an address may show once more who it is; `undefined` if so. */
  connectRateRejection(address: string): HandshakeRejection | undefined {
    const { buckets: allowance } = this.#quotaOf(address);
    const waitMs = allowance.take("connects", 1, this.#options.nowMs());
    return waitMs > 0 ? this.#tooMany("connects", waitMs) : undefined;
  }

  /** One more connection is here. */
  enter(address: string): CountedConnection {
    this.#sockets += 1;
    this.#unauthenticated += 1;
    const ofAddress = this.#quotaOf(address);
    return new CountedConnection({
      address,
      budget: this.#budget(ofAddress),
      addressQuota: ofAddress,
      quotaOf: (subject) => this.#identities.get(subject),
      settled: () => {
        this.#unauthenticated -= 1;
      },
      left: () => {
        this.#sockets -= 1;
      },
    });
  }

  /** Clients whose addresses nobody says are not counted together: they would lock each other out. */
  #quotaOf(address: string): Quota {
    if (address !== unixAddress) return this.#addresses.get(address);
    return { buckets: new TokenBuckets(scaled(this.#rates, 0), this.#options.nowMs()), sockets: 0 };
  }

  /** Said once: each of these clients would say it again. */
  #missAddress(): void {
    if (this.#isAddressMissed) return;
    this.#isAddressMissed = true;
    this.#options.report({ type: "address.missing" });
  }

  #budget({ buckets: allowance }: Quota): Budget {
    const { nowMs, report } = this.#options;
    const { perSecond, burst } = this.#rates.messages;
    // As many refusals as messages at once; but they are forgiven slowly, or just below nobody would ever be ended.
    const patience = burst === unlimited.burst ? unlimited : { perSecond: perSecond / 10, burst };
    return new Budget({
      socket: new TokenBuckets(this.#rates, nowMs()),
      address: allowance,
      refusals: new TokenBucket(patience, nowMs()),
      nowMs,
      report,
    });
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

function isFull(present: number, most: number): boolean {
  return most > 0 && present >= most;
}
