import { isRecord } from "../base/is-record.ts";

/** The label of a data channel that carries a file (PROTOCOL.md, section "Files between two peers"). */
export const fileLabel = "file";

/** A text on the channel of a file. Binary messages are the content. */
export type Control =
  | Offer
  | { readonly type: "accept"; readonly bytes: number }
  | { readonly type: "decline"; readonly maxBytes?: number | undefined }
  | { readonly type: "verified" | "damaged" | "cancel" };

export interface Offer {
  readonly type: "offer";
  /** A random id, which remains the same when the transfer is resumed on another channel. */
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** SHA-256 of the whole content, in hexadecimal. */
  readonly sha256: string;
}

/** Parses a text of the other peer. Returns `undefined` if it is not of this protocol. */
export function controlOf(text: string): Control | undefined {
  const { type, bytes, maxBytes, ...rest } = recordOf(text);
  switch (type) {
    case "offer":
      return offerOf(rest);
    case "accept":
      return isSize(bytes) ? { type, bytes } : undefined;
    case "decline":
      return { type, ...(isSize(maxBytes) && { maxBytes }) };
    case "verified":
    case "damaged":
    case "cancel":
      return { type };
    default:
      return undefined;
  }
}

function recordOf(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function offerOf({ id, name, size, sha256 }: Record<string, unknown>): Offer | undefined {
  if (typeof id !== "string" || id.length > 64 || typeof name !== "string") return undefined;
  if (!isSize(size) || typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256))
    return undefined;
  return { type: "offer", id, name: plainName(name), size, sha256 };
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/**
 * Returns a name without separators of paths and without invisible characters, which can make `gpj.exe` look like `exe.jpg`.
 * At most 200 characters.
 */
export function plainName(name: string): string {
  const visible = name.replace(/[\p{Cc}\p{Cf}]/gu, "").replace(/[/\\]/g, "_");
  return [...visible].slice(0, 200).join("") || "file";
}
