import type { Refusal } from "simple-webrtc-signaling-protocol";
import type { Report } from "../telemetry/fact.ts";
import { limitNames } from "../telemetry/limit-names.ts";
import type { TokenBucket } from "./token-bucket.ts";
import type { Action, TokenBuckets } from "./token-buckets.ts";

export type Scope = "socket" | "identity" | "address";

export interface BudgetOptions {
  readonly socket: TokenBuckets;
  readonly address: TokenBuckets;
  /** The refusal budget: when it is empty, the socket is disconnected. */
  readonly refusals: TokenBucket;
  readonly nowMs: () => number;
  readonly report: Report;
}

/** The budget of one socket: its own token buckets and those that it shares with others. */
export class Budget {
  readonly #scopes: { readonly of: Scope; readonly buckets: TokenBuckets }[];
  readonly #options: BudgetOptions;
  #hasRefusalsLeft = true;

  constructor(options: BudgetOptions) {
    this.#options = options;
    this.#scopes = [
      { of: "socket", buckets: options.socket },
      { of: "address", buckets: options.address },
    ];
  }

  /** Adds the token buckets that all sockets of the identity share. */
  share(identity: TokenBuckets): void {
    this.#scopes.push({ of: "identity", buckets: identity });
  }

  /** Takes the cost of an action, except the part that was `paid` before. Returns the refusal if there is not enough. */
  take(action: Action, cost: number, paid = 0): Refusal | undefined {
    const nowMs = this.#options.nowMs();
    for (const { of, buckets } of this.#scopes) {
      const waitMs = buckets.take(action, cost, nowMs, paid);
      if (waitMs > 0) return this.#refuse(action, of, waitMs);
    }
    return undefined;
  }

  /** Takes 1 from the given token buckets only. Returns the refusal if there is not enough. */
  takeOf(of: Scope, buckets: TokenBuckets, action: Action): Refusal | undefined {
    const waitMs = buckets.take(action, 1, this.#options.nowMs());
    return waitMs > 0 ? this.#refuse(action, of, waitMs) : undefined;
  }

  /** Returns whether the client has ignored so many refusals that it is to be disconnected. */
  get isExhausted(): boolean {
    return !this.#hasRefusalsLeft;
  }

  #refuse(action: Action, of: Scope, retryAfterMs: number): Refusal {
    const { refusals, nowMs, report } = this.#options;
    this.#hasRefusalsLeft = refusals.take(1, nowMs()) === 0;
    report({ type: "limit.reached", limit: action, of });
    const reason = `too many ${limitNames[action]} from this ${of}; try again in ${retryAfterMs} ms`;
    return { code: "rate-limited", reason, retryAfterMs };
  }
}
