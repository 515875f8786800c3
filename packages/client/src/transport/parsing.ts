import type { ErrorCode, Refusal, Reply } from "simple-webrtc-signaling-protocol";
import { isRecord } from "../base/is-record.ts";

/** The longest time for which a server can make this client wait, in milliseconds: the maximum of `SESSION_GRACE`. */
const longestWaitMs = 600_000;

export function refusalOf(value: unknown): Refusal | undefined {
  const { code, reason, retryAfterMs } = fieldsOf(value);
  if (!isText(code) || !isText(reason)) return undefined;
  // Codes of later versions are also valid.
  const refusal = { code: code as ErrorCode, reason };
  return isNumber(retryAfterMs) ? { ...refusal, retryAfterMs: waitOf(retryAfterMs) } : refusal;
}

/** Parses an acknowledgement. */
export function replyOf(answer: unknown): Reply<unknown> | undefined {
  const { ok, value } = fieldsOf(answer);
  if (ok === true) return { ok, value };
  const refusal = refusalOf(answer);
  return refusal && { ok: false, ...refusal };
}

/** Limits a time that a server asks for. */
export function waitOf(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 0), longestWaitMs);
}

/** Returns the fields of a value; `{}` for a value that is not an object. */
export function fieldsOf(value: unknown): Readonly<Partial<Record<string, unknown>>> {
  return isRecord(value) ? value : {};
}

/** Rejects infinite numbers: JSON can represent numbers that are too large for JavaScript. */
export function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}
