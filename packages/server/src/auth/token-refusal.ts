import { errors } from "jose";
import { SignalingError } from "simple-webrtc-signaling-protocol";

/** Why a token is not taken, in a sentence without any of it. What is no refusal comes back as it is. */
export function tokenRefusal(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return tokenExpired();
  if (error instanceof errors.JWTClaimValidationFailed) return forbidden(claimSentence(error));
  if (error instanceof errors.JOSEError) return forbidden(sentences[error.code] ?? unreadable);
  return error;
}

export function tokenExpired(): SignalingError {
  return new SignalingError("token-expired", "the token has expired: get another one");
}

/** Of a token whose `nbf` is to come. */
export const notValidYet = "the token is not valid yet";

/** Of what is none. */
export const unreadable = "the token is not a JSON Web Token this server can read";

const sentences: Readonly<Record<string, string>> = {
  [errors.JOSEAlgNotAllowed.code]:
    "the token is signed with an algorithm this server does not take",
  [errors.JWSSignatureVerificationFailed.code]: "the token is not signed with this server's key",
  [errors.JWKSNoMatchingKey.code]: "none of the issuer's keys is the one the token names",
  [errors.JWKSMultipleMatchingKeys.code]:
    "the token does not say which of the issuer's keys it is for",
  [errors.JOSENotSupported.code]: "the token asks for an extension this server does not know",
};

function claimSentence({ claim, reason }: errors.JWTClaimValidationFailed): string {
  if (reason === "missing") return `the token has no \`${claim}\``;
  if (reason === "invalid") return `the token's \`${claim}\` is not of the form it must have`;
  if (claim === "nbf") return notValidYet;
  return `the token's \`${claim}\` is not the one this server asks for`;
}

function forbidden(reason: string): SignalingError {
  return new SignalingError("forbidden", reason);
}
