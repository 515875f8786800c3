import { SignalingError } from "../base/errors.ts";
import { isRecord } from "../base/is-record.ts";
import { isDescription } from "../webrtc/signal.ts";

/**
 * The error to report for a content without a greeting; `undefined` if it has no description. Applications send one as it
 * is, or as a member of an object under any name.
 */
export function strangerError(peerId: string, content: unknown): SignalingError | undefined {
  if (!isRecord(content) || ![content, ...Object.values(content)].some(isDescription)) return;
  return new SignalingError("bad-message", `"${peerId}" sent an offer and no greeting (rule Q1)`);
}
