import { isRecord } from "./signal.ts";

/** A content with its number, as one session says it to another. The names are short: they go with every content. */
export interface NumberedContent {
  /** Its number; a session counts from 1 what it says to another. */
  readonly s: number;
  /** The number of the content before it, where that is not `s - 1`: those between were given up. */
  readonly p?: number;
  readonly a?: number;
  /** The content. */
  readonly c: unknown;
}

/** Nothing to say, but that something came. */
export interface Acknowledgement {
  /** Everything up to this number has come. */
  readonly a: number;
}

export type Numbered = NumberedContent | Acknowledgement;

/** What came off the wire as a numbered content or an acknowledgement; `undefined` if it is something else. */
export function numberedOf(message: unknown): Numbered | undefined {
  if (!isRecord(message)) return undefined;
  const { s, p, a, c } = message;
  if (a !== undefined && !isCount(a)) return undefined;
  const acknowledgement = a === undefined ? {} : { a };
  if (s === undefined && a !== undefined && !Object.hasOwn(message, "c")) return { a };
  if (!isCount(s) || s === 0 || !Object.hasOwn(message, "c")) return undefined;
  if (p === undefined) return { s, ...acknowledgement, c };
  return isCount(p) && p < s ? { s, p, ...acknowledgement, c } : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
