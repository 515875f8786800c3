import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from "jose";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Report } from "../telemetry/fact.ts";
import { boundedFetch } from "./bounded-fetch.ts";

export interface KeySetOptions {
  readonly report: Report;
  readonly timeoutMs?: number;
  /** How long keys are kept until they are fetched again. */
  readonly keepSeconds?: number;
  /** A token with an unknown `kid` makes us look for new keys, but not sooner than this after the last look. */
  readonly cooldownSeconds?: number;
}

/** Largest key set that is read. */
const maxBytes = 262_144;

/** The public keys an issuer publishes (RFC 7517 §5), fetched when they are needed. Fails closed, with `unavailable`. */
export function keySet(
  url: string,
  { report, timeoutMs = 5_000, keepSeconds = 600, cooldownSeconds = 30 }: KeySetOptions,
): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(url), {
    cacheMaxAge: keepSeconds * 1_000,
    cooldownDuration: cooldownSeconds * 1_000,
    [customFetch]: async () => {
      const { status, text } = await boundedFetch(url, { timeoutMs, maxBytes });
      return status === 200
        ? new Response(text)
        : Promise.reject(new Error(`the issuer responded with status ${status}`));
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

/** The keys were there; the token names none of them, or not a single one. */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}
