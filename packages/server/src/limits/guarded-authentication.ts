import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Client } from "../auth/authenticate.ts";
import type { Report } from "../telemetry/fact.ts";
import { addressKeyOf } from "./client-address.ts";
import type { FailedAuthentications } from "./failed-authentications.ts";

export interface Guarding {
  readonly failures: FailedAuthentications;
  readonly report: Report;
}

/** Says what somebody shows is good for, or refuses by throwing a `SignalingError`. */
type Check<Shown, Value> = (shown: Shown, client: Client) => Value | Promise<Value>;

/**
 * The same check, which takes note of failures and tells a blocked address nothing, not even
 * whether it was right. Only `forbidden` is a failure: a genuine token that is over was not guessed.
 */
export function guarded<Shown, Value>(
  check: Check<Shown, Value>,
  guarding: Guarding,
): (shown: Shown, client: Client) => Promise<Value> {
  return async (shown, client) => {
    const address = addressKeyOf(client.address);
    refuseBlocked(address, guarding);
    try {
      const value = await check(shown, client);
      // Of many guesses at once most come back when the address is blocked already.
      refuseBlocked(address, guarding);
      return value;
    } catch (error) {
      if (!(error instanceof SignalingError) || error.code !== "forbidden") throw error;
      refuseBlocked(address, guarding);
      guarding.failures.fail(address);
      throw error;
    }
  };
}

function refuseBlocked(address: string, { failures, report }: Guarding): void {
  const retryAfterMs = failures.blockedForMs(address);
  if (retryAfterMs === 0) return;
  report({ type: "limit.reached", limit: "failed-authentications", of: "address" });
  throw new SignalingError(
    "rate-limited",
    `too many failed authentications from this address; try again in ${retryAfterMs} ms`,
    { retryAfterMs },
  );
}
