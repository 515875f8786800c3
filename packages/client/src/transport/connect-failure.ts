import type { ErrorCode, Refusal } from "simple-webrtc-signaling-protocol";

/** The reason for a failed attempt to connect: a refusal of the server; or `unavailable` with the network error as its `cause`. */
export interface ConnectFailure extends Refusal {
  readonly cause?: unknown;
  /**
   * Whether a later attempt may succeed. `if-known`: only if an earlier attempt succeeded. During a restart of the server its
   * proxy may answer instead.
   */
  readonly retry: "yes" | "if-known" | "no";
}

/** The reason for a response that is not from a signaling server. */
export const foreign = "it is another kind of server";

/** The reason for the end of an open connection. */
export const closed = "the connection was closed";

/** Returns the failure for a missing signaling server. */
export function unanswered(
  url: string,
  cause: Error,
  retry: ConnectFailure["retry"] = "yes",
  code: ErrorCode = "unavailable",
): ConnectFailure {
  return {
    code,
    reason: `no signaling server answers at ${url}: ${cause.message}`,
    cause,
    retry,
  };
}

/** Returns the failure for a refusal of the server. An overloaded server may accept a later attempt. */
export function refused(refusal: Refusal, cause?: unknown): ConnectFailure {
  const mayPass = refusal.code === "unavailable" || refusal.code === "rate-limited";
  return { ...refusal, cause, retry: mayPass ? "yes" : "no" };
}
