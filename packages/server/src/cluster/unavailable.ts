import { SignalingError } from "simple-webrtc-signaling-protocol";

/** Returns the refusal of a request for which another part of the cluster did not respond. */
export function unavailable(what: string): SignalingError {
  return new SignalingError("unavailable", `${what} did not respond; try again`);
}
