import type { LimitOptions } from "./limit-options.ts";
import { type Rate, unlimited } from "./token-bucket.ts";
import type { Rates } from "./token-buckets.ts";

/** What one socket may do, as the settings say. */
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

/** All of a minute may come at once. */
export function perMinute(number: number): Rate {
  return number === 0 ? unlimited : { perSecond: number / 60, burst: number };
}
