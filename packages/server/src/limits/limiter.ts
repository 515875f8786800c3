import type { Refusal } from "simple-webrtc-signaling-protocol";
import type { Limit, LimitOf, Report } from "../telemetry/fact.ts";
import { type Account, Accounts } from "./accounts.ts";
import { Allowance, type Rates, scaled } from "./allowance.ts";
import { Budget } from "./budget.ts";
import { unixAddress } from "./client-address.ts";
import { FailedAuthentications } from "./failed-authentications.ts";
import { Guest } from "./guest.ts";
import type { LimitOptions } from "./limit-options.ts";
import { ratesOf } from "./rates.ts";
import { TokenBucket, unlimited } from "./token-bucket.ts";

/** Why a new connection is not taken, and the HTTP status that says so. */
export interface Turned {
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
  readonly #addresses: Accounts;
  readonly #identities: Accounts;
  #sockets = 0;
  #unauthenticated = 0;
  #isAddressMissed = false;

  constructor(options: LimiterOptions) {
    const { limits, nowMs } = options;
    this.#options = options;
    this.#rates = ratesOf(limits);
    this.#addresses = new Accounts(scaled(this.#rates, limits.addressShare), nowMs);
    this.#identities = new Accounts(scaled(this.#rates, limits.identityShare), nowMs);
    this.failedAuthentications = new FailedAuthentications({
      most: limits.maxFailedAuthentications,
      nowMs,
    });
  }

  /** Whether one more connection of an address is taken; `undefined` if so. */
  turn(address: string): Turned | undefined {
    if (address === unixAddress) this.#missAddress();
    const blockedMs = this.failedAuthentications.blockedForMs(address);
    if (blockedMs > 0) return this.#late("failed-authentications", blockedMs);
    return this.crowd(address) ?? this.knock(address);
  }

  /** Whether there is room for one more connection of an address; `undefined` if so. */
  crowd(address: string): Turned | undefined {
    const { limits } = this.#options;
    if (isFull(this.#sockets, limits.maxSockets)) return this.#busy("sockets");
    if (isFull(this.#unauthenticated, limits.maxUnauthenticatedSockets)) {
      return this.#busy("unauthenticated-sockets");
    }
    const { sockets } = this.#account(address);
    return isFull(sockets, limits.maxSocketsPerAddress) ? this.#late("sockets", 1_000) : undefined;
  }

  /** Whether an address may show once more who it is; `undefined` if so. */
  knock(address: string): Turned | undefined {
    const { allowance } = this.#account(address);
    const waitMs = allowance.take("connects", 1, this.#options.nowMs());
    return waitMs > 0 ? this.#late("connects", waitMs) : undefined;
  }

  /** One more connection is here. */
  enter(address: string): Guest {
    this.#sockets += 1;
    this.#unauthenticated += 1;
    const ofAddress = this.#account(address);
    return new Guest({
      address,
      budget: this.#budget(ofAddress),
      ofAddress,
      accountOf: (subject) => this.#identities.get(subject),
      settled: () => {
        this.#unauthenticated -= 1;
      },
      left: () => {
        this.#sockets -= 1;
      },
    });
  }

  /** Clients whose addresses nobody says are not counted together: they would lock each other out. */
  #account(address: string): Account {
    if (address !== unixAddress) return this.#addresses.get(address);
    return { allowance: new Allowance(scaled(this.#rates, 0), this.#options.nowMs()), sockets: 0 };
  }

  /** Said once: each of these clients would say it again. */
  #missAddress(): void {
    if (this.#isAddressMissed) return;
    this.#isAddressMissed = true;
    this.#options.report({ type: "address.missing" });
  }

  #budget({ allowance }: Account): Budget {
    const { nowMs, report } = this.#options;
    const { perSecond, burst } = this.#rates.messages;
    // As many refusals as messages at once; but they are forgiven slowly, or just below nobody would ever be ended.
    const patience = burst === unlimited.burst ? unlimited : { perSecond: perSecond / 10, burst };
    return new Budget({
      socket: new Allowance(this.#rates, nowMs()),
      address: allowance,
      patience: new TokenBucket(patience, nowMs()),
      nowMs,
      report,
    });
  }

  #late(limit: Limit, retryAfterMs: number): Turned {
    const reason = `too many ${limit} of this address; try again in ${retryAfterMs} ms`;
    return this.#turned("address", limit, 429, { code: "rate-limited", reason, retryAfterMs });
  }

  #busy(limit: Limit): Turned {
    const reason = `this server has as many ${limit} as it takes; try again later`;
    return this.#turned("server", limit, 503, { code: "unavailable", reason });
  }

  #turned(of: LimitOf, limit: Limit, status: Turned["status"], refusal: Refusal): Turned {
    this.#options.report({ type: "limit.reached", limit, of });
    return { status, refusal };
  }
}

function isFull(present: number, most: number): boolean {
  return most > 0 && present >= most;
}
