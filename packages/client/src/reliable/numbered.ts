import { isRecord } from "../base/is-record.ts";

/** The sender of a message, and the receiver as the sender knows it. */
export interface Addresses {
  /** The sender's incarnation: another one each time it begins its state of the session pair anew. */
  readonly i: string;
  /** The receiver's incarnation; absent if the sender knows none. */
  readonly o?: string;
}

/** A content with its number, as one session says it to another. The names are short: they go with every content. */
export interface NumberedContent extends Addresses {
  /** Its number; an incarnation counts from 1 what it says to another. */
  readonly s: number;
  /** The number of the content before it, where that is not `s - 1`: those between were given up. */
  readonly p?: number;
  /** Everything of the incarnation `o` up to this number has surfaced. */
  readonly a?: number;
  /** The content. */
  readonly c: unknown;
}

/** Nothing to say, but how much has come. */
export interface Acknowledgement extends Addresses {
  readonly a: number;
}

/** The receiver's incarnation `e` is over for the sender, which knows nothing of it. */
export interface Rejection {
  readonly i: string;
  readonly e: string;
}

export type Numbered = NumberedContent | Acknowledgement | Rejection;

/** What came off the wire as a numbered content, an acknowledgement or a rejection; `undefined` if it is something else. */
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
