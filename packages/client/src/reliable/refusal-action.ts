import type { ErrorCode } from "../base/errors.ts";

/** The reaction to the refusal of a message that is kept until it is delivered. */
export type RefusalAction =
  /** The session of the receiver is over. */
  | "session-over"
  /** The message and all later ones wait for the time that the server asked for. */
  | "too-fast"
  /** The session cannot receive now. */
  | "wait"
  /** The message will never be accepted; later ones may be. Includes unknown codes, so that one message cannot block the rest. */
  | "final";

const actions: Partial<Record<ErrorCode, RefusalAction>> = {
  "peer-not-found": "session-over",
  "peer-replaced": "session-over",
  "rate-limited": "too-fast",
  "peer-away": "wait",
  "slow-consumer": "wait",
  "not-ready": "wait",
  unavailable: "wait",
};

export function refusalActionOf(code: ErrorCode): RefusalAction {
  return actions[code] ?? "final";
}
