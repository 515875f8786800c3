import { isRecord } from "../base/is-record.ts";

/** The sender of a message, and the receiver as the sender knows it. */
export interface Addresses {
  /** The incarnation of the sender. It changes each time the sender discards its state of the session pair. */
  readonly i: string;
  /** The incarnation of the receiver; absent if the sender knows none. */
  readonly o?: string;
}

/** A content with its number, as it is sent from session to session. The keys are short because every content carries them. */
export interface NumberedContent extends Addresses {
  /** The number of the content. Each incarnation counts from 1. */
  readonly s: number;
  /** The number of the previous content, if it is not `s - 1`: the contents between were given up. */
  readonly p?: number;
  /** All contents of the incarnation `o` up to this number have surfaced. */
  readonly a?: number;
  /** The content. */
  readonly c: unknown;
}

/** An acknowledgement without a content. */
export interface Acknowledgement extends Addresses {
  readonly a: number;
}

/** Tells the receiver that its incarnation `e` is unknown to the sender, and therefore over. */
export interface Rejection {
  readonly i: string;
  readonly e: string;
}

export type Numbered = NumberedContent | Acknowledgement | Rejection;

/** Parses a numbered content, an acknowledgement or a rejection from the wire. Returns `undefined` for another shape. */
export function numberedOf(message: unknown): Numbered | undefined {
  if (!isRecord(message)) return undefined;
  const { i, o, e } = message;
  if (!isIncarnation(i)) return undefined;
  if (e !== undefined) return isIncarnation(e) ? { i, e } : undefined;
  if (o === undefined) return addressedOf({ i }, message);
  return isIncarnation(o) ? addressedOf({ i, o }, message) : undefined;
}

function addressedOf(
  addresses: Addresses,
  message: Record<string, unknown>,
): NumberedContent | Acknowledgement | undefined {
  const { s, p, a, c } = message;
  if (a !== undefined && !isCount(a)) return undefined;
  const acknowledgement = a === undefined ? {} : { a };
  const hasContent = Object.hasOwn(message, "c");
  if (s === undefined && a !== undefined && !hasContent) return { ...addresses, a };
  if (!isCount(s) || s === 0 || !hasContent) return undefined;
  if (p === undefined) return { ...addresses, s, ...acknowledgement, c };
  return isCount(p) && p < s ? { ...addresses, s, p, ...acknowledgement, c } : undefined;
}

function isIncarnation(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= 32;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
