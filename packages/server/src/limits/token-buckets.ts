import { type Rate, TokenBucket, unlimited } from "./token-bucket.ts";

export const actions = ["messages", "joins", "connects", "refreshes"] as const;

/** The counted actions: every event, every `ready`, every connection attempt, every `refresh`. */
export type Action = (typeof actions)[number];

export type Rates = Readonly<Record<Action, Rate>>;

/** Multiplies rates by a factor; 0 makes them unlimited. */
export function scaled(rates: Rates, factor: number): Rates {
  const scale = ({ perSecond, burst }: Rate): Rate =>
    factor === 0 ? unlimited : { perSecond: perSecond * factor, burst: burst * factor };
  return recordOf((action) => scale(rates[action]));
}

/** The token buckets of one socket, one identity or one address: one bucket for each action. */
export class TokenBuckets {
  readonly #buckets: Readonly<Record<Action, TokenBucket>>;

  constructor(rates: Rates, nowMs: number) {
    this.#buckets = recordOf((action) => new TokenBucket(rates[action], nowMs));
  }

  /** Takes the cost from the bucket of an action, as `TokenBucket.take`. */
  take(action: Action, cost: number, nowMs: number, paid = 0): number {
    return this.#buckets[action].take(cost, nowMs, paid);
  }

  /** Returns whether all buckets are full, as in a new instance. */
  isFull(nowMs: number): boolean {
    return actions.every((action) => this.#buckets[action].isFull(nowMs));
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
