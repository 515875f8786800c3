import type { LimitOptions } from "./limit-options.ts";
import { type Rate, unlimited } from "./token-bucket.ts";
import type { Rates } from "./token-buckets.ts";

/** Returns the rates of one socket, from the settings. */
export function ratesOf(limits: LimitOptions): Rates {
  const { messagesPerSecond, messagesBurst } = limits;
  return {
    messages:
      messagesPerSecond === 0
        ? unlimited
        : { perSecond: messagesPerSecond, burst: Math.max(messagesBurst, 1) },
    joins: perMinute(limits.joinsPerMinute),
    connects: perMinute(limits.connectsPerMinute),
    refreshes: perMinute(limits.refreshesPerMinute),
  };
}

/** Returns a rate per minute, whose burst is the number of a whole minute. 0 is unlimited. */
export function perMinute(count: number): Rate {
  return count === 0 ? unlimited : { perSecond: count / 60, burst: count };
}
