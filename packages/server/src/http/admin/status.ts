import type { ErrorCode, SignalingError } from "simple-webrtc-signaling-protocol";

const statuses = {
  "bad-message": 400,
  "peer-not-found": 404,
  "too-large": 413,
  "rate-limited": 429,
  unavailable: 503,
} as const satisfies Partial<Record<ErrorCode, number>>;

type Status = (typeof statuses)[keyof typeof statuses] | 500;

/** Returns the HTTP status of a refusal. */
export function statusOf({ code }: SignalingError): Status {
  return Object.hasOwn(statuses, code) ? statuses[code as keyof typeof statuses] : 500;
}
