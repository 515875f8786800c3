import type { ErrorCode } from "../base/errors.ts";

/** What a refusal means for a message that is kept until it arrives. */
export type RefusalAction =
  /** The session it is for is not there any more. */
  | "session-over"
  /** It was too early: it, and all behind it, have to wait as long as the server said. */
  | "too-fast"
  /** Nothing can be said to that session now. */
  | "wait"
  /** It will never be taken; those behind it may be. So is every other code: what repeats itself must not keep them back. */
  | "final";

const meanings: Partial<Record<ErrorCode, RefusalAction>> = {
  "peer-not-found": "session-over",
  "peer-replaced": "session-over",
  "rate-limited": "too-fast",
  "peer-away": "wait",
  "slow-consumer": "wait",
  "not-ready": "wait",
  unavailable: "wait",
};

export function refusalActionOf(code: ErrorCode): RefusalAction {
  return meanings[code] ?? "final";
}
