import { SignalingError } from "./errors.ts";

export interface JsonCopy {
  /** The content as its receiver gets it. What becomes of the original does not matter any more. */
  readonly content: unknown;
  /** Of its JSON text, in UTF-8. */
  readonly bytes: number;
}

/** A copy of a content, as JSON makes one. Throws `bad-message` if JSON cannot carry it; binary it would spoil. */
export function jsonCopyOf(content: unknown): JsonCopy {
  const text = textOf(content);
  return { content: JSON.parse(text), bytes: new TextEncoder().encode(text).byteLength };
}

function textOf(content: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(content, refuseBinary);
  } catch (cause) {
    throw new SignalingError("bad-message", "JSON cannot carry the content", { cause });
  }
  if (text === undefined) throw new SignalingError("bad-message", "there is no content");
  return text;
}

/** Given the owner as `this`, because Node's `Buffer` has a JSON form of its own. */
function refuseBinary(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key];
  const isBlob = typeof Blob !== "undefined" && original instanceof Blob;
  if (isBlob || original instanceof ArrayBuffer || ArrayBuffer.isView(original)) {
    throw new TypeError("it has binary in it");
  }
  return value;
}
