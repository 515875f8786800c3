import { errors } from "jose";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import { invalidClaim, notValidYet, tokenExpired, unreadable } from "./token-refusal.ts";

/** Returns the refusal for an error of jose, with a reason that contains no part of the token. Returns other errors unchanged. */
export function tokenRefusal(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return tokenExpired();
  if (error instanceof errors.JWTClaimValidationFailed) return forbidden(claimSentence(error));
  if (error instanceof errors.JOSEError) return forbidden(sentences[error.code] ?? unreadable);
  return error;
}

const sentences: Readonly<Record<string, string>> = {
  [errors.JOSEAlgNotAllowed.code]:
    "the signature algorithm of the token is not allowed; sign with one of JWT_ALGORITHMS",
  [errors.JWSSignatureVerificationFailed.code]:
    "the signature of the token is wrong; sign it with the key that the server verifies with",
  [errors.JWKSNoMatchingKey.code]:
    "the token issuer publishes no key with the `kid` of the token; sign with a published key",
  [errors.JWKSMultipleMatchingKeys.code]:
    "several keys of the token issuer match the token; set its `kid`",
  [errors.JOSENotSupported.code]:
    "the token requires an extension (`crit`) that the server does not support; remove it",
};

function claimSentence({ claim, reason }: errors.JWTClaimValidationFailed): string {
  if (reason === "missing") {
    return `the token has no claim \`${claim}\`; add it at the token issuer`;
  }
  if (reason === "invalid") return invalidClaim(claim);
  if (claim === "nbf") return notValidYet;
  return `the claim \`${claim}\` of the token is not the value that the server requires; use a token for this server`;
}

function forbidden(reason: string): SignalingError {
  return new SignalingError("forbidden", reason);
}
