import { SignalingError } from "simple-webrtc-signaling-protocol";

export function tokenExpired(): SignalingError {
  return new SignalingError("token-expired", "the token has expired; use a new token");
}

/** The reason for a token whose `nbf` is in the future. */
export const notValidYet = "the token is not valid yet; check `nbf` and the clocks";

/** The reason for a value that is not a JSON Web Token. */
export const unreadable = "the token is not a valid JSON Web Token; check how it is encoded";

/** Returns the reason for a claim of a wrong type or value. */
export function invalidClaim(claim: string): string {
  return `the claim \`${claim}\` of the token has a wrong type or value; correct it at the token issuer`;
}
