import { type ConnectionProblem, type ProblemCause, problem } from "./problem.ts";

/** The errors of `getUserMedia` and `getDisplayMedia` (Media Capture and Streams §10.2). */
const causes: Readonly<Record<string, ProblemCause>> = {
  NotAllowedError: "media-permission-denied",
  SecurityError: "media-permission-denied",
  NotFoundError: "media-device-missing",
  NotReadableError: "media-device-in-use",
  AbortError: "media-device-in-use",
  OverconstrainedError: "media-constraints",
};

/**
 * Returns the problem behind an error of `getUserMedia` or `getDisplayMedia`.
 *
 * @example
 * try {
 *   await navigator.mediaDevices.getUserMedia({ video: true });
 * } catch (error) {
 *   const { reason, action } = diagnoseMedia(error);
 *   console.warn(reason, action);
 * }
 */
export function diagnoseMedia(error: unknown): ConnectionProblem {
  const { name = "" } = (error ?? {}) as { name?: string };
  // Such a page has no `navigator.mediaDevices`, so a call is a `TypeError`.
  const isInsecure = globalThis.isSecureContext === false;
  const cause = isInsecure ? "media-insecure-page" : (causes[name] ?? "media-failed");
  return problem(cause, [String(error)]);
}
