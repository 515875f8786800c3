import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Client } from "../auth/authenticate.ts";
import type { Report } from "../telemetry/fact.ts";
import { addressKeyOf } from "./client-address.ts";
import type { FailedAuthentications } from "./failed-authentications.ts";

export interface Guarding {
  readonly failures: FailedAuthentications;
  readonly report: Report;
}

/** Returns the value that credentials stand for, or refuses by throwing a `SignalingError`. */
type Check<Given, Value> = (given: Given, client: Client) => Value | Promise<Value>;

/**
 * Returns the same check, which also records failures and refuses a blocked address, even with valid credentials. Only
 * `forbidden` is a failure: an expired token is genuine, so it was not guessed.
 */
export function guarded<Given, Value>(
  check: Check<Given, Value>,
  guarding: Guarding,
): (given: Given, client: Client) => Promise<Value> {
  return async (given, client) => {
    const address = addressKeyOf(client.address);
    refuseBlocked(address, guarding);
    try {
      const value = await check(given, client);
      // Parallel guesses can have blocked the address during the check.
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
