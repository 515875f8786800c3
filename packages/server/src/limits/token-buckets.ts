import { isUnlimited, type Rate, TokenBucket, unlimited } from "./token-bucket.ts";

/** The counted actions: every event, every `ready`, every connection attempt, every `refresh`. */
export type Action = "messages" | "joins" | "connects" | "refreshes";

export type Rates = Readonly<Record<Action, Rate>>;

/** Multiplies rates by a factor; 0 makes them unlimited. */
export function scaled(rates: Rates, factor: number): Rates {
  const scale = ({ perSecond, burst }: Rate): Rate =>
    factor === 0 ? unlimited : { perSecond: perSecond * factor, burst: burst * factor };
  return recordOf((action) => scale(rates[action]));
}

/** The state of a token bucket. */
export interface BucketLevel extends Rate {
  /** The number of tokens in the bucket. */
  readonly left: number;
}

/**
 * The token buckets of one socket, one identity or one address: one bucket for each action. A bucket is created when it is
 * first used, because a missing bucket is equal to a full one.
 */
export class TokenBuckets {
  readonly #rates: Rates;
  readonly #buckets: Partial<Record<Action, TokenBucket>> = {};

  constructor(rates: Rates) {
    this.#rates = rates;
  }

  /** Takes the cost from the bucket of an action, as `TokenBucket.take`. */
  take(action: Action, cost: number, nowMs: number, paid = 0): number {
    const rate = this.#rates[action];
    if (isUnlimited(rate)) return 0;
    this.#buckets[action] ??= new TokenBucket(rate, nowMs);
    return this.#buckets[action].take(cost, nowMs, paid);
  }

  /** Returns the rate of an action and the level of its bucket; `undefined` if the action is unlimited. */
  level(action: Action, nowMs: number): BucketLevel | undefined {
    const rate = this.#rates[action];
    if (isUnlimited(rate)) return undefined;
    return { ...rate, left: this.#buckets[action]?.level(nowMs) ?? rate.burst };
  }

  /** Returns whether all buckets are full, as in a new instance. */
  isFull(nowMs: number): boolean {
    return Object.values(this.#buckets).every((bucket) => bucket.isFull(nowMs));
  }
}

function recordOf<Value>(of: (action: Action) => Value): Record<Action, Value> {
  return {
    messages: of("messages"),
    joins: of("joins"),
    connects: of("connects"),
    refreshes: of("refreshes"),
  };
}
