import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from "jose";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Report } from "../telemetry/fact.ts";
import { askedService } from "./asked-service.ts";
import { boundedFetch } from "./bounded-fetch.ts";

export interface KeySetOptions {
  readonly report: Report;
  readonly timeoutMs?: number;
  /** The time for which fetched keys are cached, in seconds. */
  readonly keepSeconds?: number;
  /** The minimum time between two fetches because of an unknown `kid`, in seconds. */
  readonly cooldownSeconds?: number;
}

/** Maximum size of a key set, in bytes. */
const maxBytes = 262_144;

/**
 * Returns a resolver of the public keys that an issuer publishes (RFC 7517 §5). It fetches them when they are needed.
 * Without keys it refuses every token with `unavailable`.
 */
export function keySet(
  url: string,
  { report, timeoutMs = 5_000, keepSeconds = 600, cooldownSeconds = 30 }: KeySetOptions,
): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(url), {
    cacheMaxAge: keepSeconds * 1_000,
    cooldownDuration: cooldownSeconds * 1_000,
    [customFetch]: async () => {
      const asked = askedService("the issuer's keys", report);
      try {
        const { status, text } = await boundedFetch(url, { timeoutMs, maxBytes });
        if (status !== 200) throw new Error(`the issuer responded with status ${status}`);
        asked.ended(true);
        return new Response(text);
      } catch (error) {
        asked.ended(false);
        throw error;
      }
    },
  });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (isAboutToken(error)) throw error;
      report({ type: "authentication.failed", asked: "the issuer's keys", error });
      throw new SignalingError(
        "unavailable",
        "the keys of the token issuer are unavailable; try again",
      );
    }
  };
}

/** Returns whether the keys are available, but the token does not name exactly one of them. */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
