import { type Refusal, SignalingError } from "simple-webrtc-signaling-protocol";

export type { ErrorCode } from "simple-webrtc-signaling-protocol";
export { SignalingError };

/** Returns the error for a refusal. */
export function errorOf(refusal: Refusal & { readonly cause?: unknown }): SignalingError {
  return new SignalingError(refusal.code, refusal.reason, refusal);
}
