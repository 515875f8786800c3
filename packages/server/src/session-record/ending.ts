import { createHash } from "node:crypto";
import { type Lineage, lineageOf, lineageText } from "../auth/lineage.ts";

/** The cause of an ending: the client, the end of the grace period or a newer session (`left`), or an administrator. */
export type EndingCode = "left" | "kicked" | "room-closed";

/** The ending of a session. */
export interface Ending {
  /** A hash of the session id. */
  readonly key: string;
  readonly code: EndingCode;
  /** The lineage of the last secret that was issued for the session. */
  readonly lineage: Lineage;
}

const linePattern = /^([\w-]{22}) (left|kicked|room-closed) ([\da-z,-]*)\.$/;

/** Returns the key of a session's ending: 128 bits of the SHA-256 of the session id. */
export function endingKeyOf(sessionId: string): string {
  return createHash("sha256").update(sessionId).digest().subarray(0, 16).toString("base64url");
}

/** Returns an ending as one line of text. The full stop at the end marks a line that was written completely. */
export function endingLine({ key, code, lineage }: Ending): string {
  return `${key} ${code} ${lineageText(lineage)}.`;
}

/** Parses a line of {@link endingLine}; returns `undefined` for any other text. */
export function endingOf(line: string): Ending | undefined {
  const [, key, code, lineage] = linePattern.exec(line) ?? [];
  if (key === undefined || lineage === undefined) return undefined;
  return { key, code: code as EndingCode, lineage: lineage === "" ? [] : lineageOf(lineage) };
}
