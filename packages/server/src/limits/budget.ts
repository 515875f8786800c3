import type { Refusal } from "simple-webrtc-signaling-protocol";
import type { Report } from "../telemetry/fact.ts";
import { limitNames } from "../telemetry/limit-names.ts";
import { type Rate, TokenBucket } from "./token-bucket.ts";
import { type Action, type BucketLevel, type Rates, TokenBuckets } from "./token-buckets.ts";

export type Scope = "socket" | "identity" | "address";

/** The parts that the budgets of all sockets share. */
export interface BudgetParts {
  /** The rates of one socket. */
  readonly rates: Rates;
  /** The rate of the refusal budget: when it is empty, the socket is disconnected. */
  readonly refusalRate: Rate;
  readonly nowMs: () => number;
  readonly report: Report;
}

/** The state of one limit of a socket. */
export interface LimitLevel extends BucketLevel {
  readonly limit: Action;
  readonly of: Scope;
}

/** The actions of an open connection. */
const openActions = ["messages", "joins", "refreshes"] as const satisfies readonly Action[];

/** The budget of one socket: its own token buckets and those that it shares with others. */
export class Budget {
  readonly #parts: BudgetParts;
  readonly #socket: TokenBuckets;
  readonly #address: TokenBuckets;
  #identity: TokenBuckets | undefined;
  /** `undefined` until the first refusal. */
  #refusals: TokenBucket | undefined;
  #hasRefusalsLeft = true;

  constructor(parts: BudgetParts, address: TokenBuckets) {
    this.#parts = parts;
    this.#socket = new TokenBuckets(parts.rates);
    this.#address = address;
  }

  /** Adds the token buckets that all sockets of the identity share. */
  share(identity: TokenBuckets): void {
    this.#identity = identity;
  }

  /** Takes the cost of an action, except the part that was `paid` before. Returns the refusal if there is not enough. */
  take(action: Action, cost: number, paid = 0): Refusal | undefined {
    const nowMs = this.#parts.nowMs();
    const socketMs = this.#socket.take(action, cost, nowMs, paid);
    if (socketMs > 0) return this.#refuse(action, "socket", socketMs);
    const addressMs = this.#address.take(action, cost, nowMs, paid);
    if (addressMs > 0) return this.#refuse(action, "address", addressMs);
    const identityMs = this.#identity?.take(action, cost, nowMs, paid) ?? 0;
    return identityMs > 0 ? this.#refuse(action, "identity", identityMs) : undefined;
  }

  /** Takes 1 from the given token buckets only. Returns the refusal if there is not enough. */
  takeOf(of: Scope, buckets: TokenBuckets, action: Action): Refusal | undefined {
    const waitMs = buckets.take(action, 1, this.#parts.nowMs());
    return waitMs > 0 ? this.#refuse(action, of, waitMs) : undefined;
  }

  /** Returns the levels of all limited actions of an open connection. */
  levels(): readonly LimitLevel[] {
    const nowMs = this.#parts.nowMs();
    const scopes = { socket: this.#socket, address: this.#address, identity: this.#identity };
    return (Object.keys(scopes) as Scope[]).flatMap((of) =>
      openActions.flatMap((limit) => {
        const level = scopes[of]?.level(limit, nowMs);
        return level ? [{ limit, of, ...level }] : [];
      }),
    );
  }

  /** Returns whether the client has ignored so many refusals that it is to be disconnected. */
  get isExhausted(): boolean {
    return !this.#hasRefusalsLeft;
  }

  #refuse(action: Action, of: Scope, retryAfterMs: number): Refusal {
    const { refusalRate, nowMs, report } = this.#parts;
    this.#refusals ??= new TokenBucket(refusalRate, nowMs());
    this.#hasRefusalsLeft = this.#refusals.take(1, nowMs()) === 0;
    report({ type: "limit.reached", limit: action, of });
    const reason = `too many ${limitNames[action]} from this ${of}; try again in ${retryAfterMs} ms`;
    return { code: "rate-limited", reason, retryAfterMs };
  }
}
