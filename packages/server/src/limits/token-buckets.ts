import { type Rate, TokenBucket, unlimited } from "./token-bucket.ts";

export const actions = ["messages", "joins", "connects", "refreshes"] as const;

/** What is counted: every event, every `ready`, every connection, every new token. */
export type Action = (typeof actions)[number];

export type Rates = Readonly<Record<Action, Rate>>;

/** What so many sockets may do together; 0 is no limit. */
export function scaled(rates: Rates, factor: number): Rates {
  const scale = ({ perSecond, burst }: Rate): Rate =>
    factor === 0 ? unlimited : { perSecond: perSecond * factor, burst: burst * factor };
  return recordOf((action) => scale(rates[action]));
}

/** What one socket, one identity or one address may still do. */
export class TokenBuckets {
  readonly #buckets: Readonly<Record<Action, TokenBucket>>;

  constructor(rates: Rates, nowMs: number) {
    this.#buckets = recordOf((action) => new TokenBucket(rates[action], nowMs));
  }

  /** Takes the cost and returns 0, or nothing and returns in how many milliseconds there is enough. */
  take(action: Action, cost: number, nowMs: number): number {
    return this.#buckets[action].take(cost, nowMs);
  }

  /** Whether it is as good as a new one. */
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
