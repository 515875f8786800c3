import { SignalingError } from "../base/errors.ts";
import { isRecord } from "../base/is-record.ts";
import { isDescription } from "../webrtc/signal.ts";

/**
 * Returns the error to report for a content without a join id; `undefined` if the content has no description. Other
 * applications send a description directly, or as a property of an object under any name.
 */
export function strangerError(peerId: string, content: unknown): SignalingError | undefined {
  if (!isRecord(content) || ![content, ...Object.values(content)].some(isDescription)) return;
  return new SignalingError("bad-message", `"${peerId}" sent an offer without a join id (rule Q1)`);
}
