import { isRecord, parse } from "../text/messages.ts";

/**
 * A file is sent over a data channel of its own, by the peer that opened it. Texts are control, binary is
 * content: the sender offers, the receiver accepts or declines, the content follows in order, the
 * receiver says whether it is what was offered. Either may cancel.
 */
export type Control =
  | Offer
  | { readonly type: "accept" | "decline" | "verified" | "damaged" | "cancel" };

export interface Offer {
  readonly type: "offer";
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Of the whole content, in hexadecimal. */
  readonly sha256: string;
}

/** The label of a data channel that carries a file. */
export const fileLabel = "file";

/** In bytes. Both sides keep the whole file in memory. */
export const largestFile = 200_000_000;

const answers = ["accept", "decline", "verified", "damaged", "cancel"] as const;

/** Parses a control text; `undefined` if it is not one of this protocol. */
export function controlOf(text: string): Control | undefined {
  const parsed = parse(text);
  if (!isRecord(parsed)) return undefined;
  if (parsed["type"] === "offer") return offerOf(parsed);
  const type = answers.find((answer) => answer === parsed["type"]);
  return type && { type };
}

function offerOf({ name, size, sha256 }: Record<string, unknown>): Offer | undefined {
  if (typeof name !== "string" || !isSize(size)) return undefined;
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  return { type: "offer", name: plainName(name), size, sha256 };
}

function isSize(size: unknown): size is number {
  return Number.isSafeInteger(size) && (size as number) >= 0 && (size as number) <= largestFile;
}

/** Removes invisible characters, which can make `gpj.exe` look like `exe.jpg`. */
function plainName(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}]/gu, "").slice(0, 200) || "file";
}

/** The SHA-256 of a content, in hexadecimal. */
export async function sha256Of(content: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
