import { createHash } from "node:crypto";
import { type Lineage, lineageOf, lineageText } from "../auth/lineage.ts";

/** How a session ended: by its client, its grace time or another session of its owner; or by an administrator. */
export type EndingCode = "left" | "kicked" | "room-closed";

/** A session that has ended. */
export interface Ending {
  /** A hash of the session's id. */
  readonly key: string;
  readonly code: EndingCode;
  /** Of the last secret that was issued for the session. */
  readonly lineage: Lineage;
}

const linePattern = /^([\w-]{22}) (left|kicked|room-closed) ([\da-z,-]*)\.$/;

/** The key of a session's ending: 128 bits of a SHA-256. */
export function endingKeyOf(sessionId: string): string {
  return createHash("sha256").update(sessionId).digest().subarray(0, 16).toString("base64url");
}

/** An ending as one line of text. The full stop tells it from a line that was not written whole. */
export function endingLine({ key, code, lineage }: Ending): string {
  return `${key} ${code} ${lineageText(lineage)}.`;
}

/** The ending that a line is of; `undefined` for any other text. */
export function endingOf(line: string): Ending | undefined {
  const [, key, code, lineage] = linePattern.exec(line) ?? [];
  if (key === undefined || lineage === undefined) return undefined;
  return { key, code: code as EndingCode, lineage: lineage === "" ? [] : lineageOf(lineage) };
}
