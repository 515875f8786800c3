import type { ErrorCode } from "./errors.ts";

/** What a refusal means for a message that is kept until it arrives. */
export type Meaning =
  /** It will never be taken; those behind it may be. */
  | "final"
  /** The session it is for is not there any more. */
  | "session-over"
  /** It was too early: it, and all behind it, have to wait as long as the server said. */
  | "too-fast"
  /** Nothing can be said now. */
  | "wait";

const meanings: Partial<Record<ErrorCode, Meaning>> = {
  "bad-message": "final",
  "bad-peer-id": "final",
  forbidden: "final",
  "too-large": "final",
  "too-deep": "final",
  // A defect that repeats itself must not keep back what comes behind.
  internal: "final",
  "peer-not-found": "session-over",
  "peer-replaced": "session-over",
  "rate-limited": "too-fast",
};

export function meaningOf(code: ErrorCode): Meaning {
  return meanings[code] ?? "wait";
}
