import type { Refusal } from "simple-webrtc-signaling-protocol";
import type { Report } from "../telemetry/fact.ts";
import { limitNames } from "../telemetry/limit-names.ts";
import type { TokenBucket } from "./token-bucket.ts";
import type { Action, TokenBuckets } from "./token-buckets.ts";

export type Scope = "socket" | "identity" | "address";

export interface BudgetOptions {
  readonly socket: TokenBuckets;
  readonly address: TokenBuckets;
  /** Refusals that are taken before the socket is ended. */
  readonly refusals: TokenBucket;
  readonly nowMs: () => number;
  readonly report: Report;
}

/** What one socket may do, out of its own allowance and of those it shares. */
export class Budget {
  readonly #scopes: { readonly of: Scope; readonly allowance: TokenBuckets }[];
  readonly #options: BudgetOptions;
  #hasRefusalsLeft = true;

  constructor(options: BudgetOptions) {
    this.#options = options;
    this.#scopes = [
      { of: "socket", allowance: options.socket },
      { of: "address", allowance: options.address },
    ];
  }

  /** From now on it shares with everybody of this identity. */
  share(identity: TokenBuckets): void {
    this.#scopes.push({ of: "identity", allowance: identity });
  }

  /** Takes the cost of an action; `undefined`, or the refusal if there is not enough. */
  take(action: Action, cost: number): Refusal | undefined {
    const nowMs = this.#options.nowMs();
    for (const { of, allowance } of this.#scopes) {
      const waitMs = allowance.take(action, cost, nowMs);
      if (waitMs > 0) return this.#refuse(action, of, waitMs);
    }
    return undefined;
  }

  /** The same of one allowance only. */
  takeOf(of: Scope, allowance: TokenBuckets, action: Action): Refusal | undefined {
    const waitMs = allowance.take(action, 1, this.#options.nowMs());
    return waitMs > 0 ? this.#refuse(action, of, waitMs) : undefined;
  }

  /** Whether refusals have been ignored for so long that telling another one is of no use. */
  get isExhausted(): boolean {
    return !this.#hasRefusalsLeft;
  }

  #refuse(action: Action, of: Scope, retryAfterMs: number): Refusal {
    const { refusals: patience, nowMs, report } = this.#options;
    this.#hasRefusalsLeft = patience.take(1, nowMs()) === 0;
    report({ type: "limit.reached", limit: action, of });
    const reason = `too many ${limitNames[action]} from this ${of}; try again in ${retryAfterMs} ms`;
    return { code: "rate-limited", reason, retryAfterMs };
  }
}
