import { SignalingError } from "../base/errors.ts";

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
  try {
    const text: string | undefined = JSON.stringify(content, refuseBinary);
    if (text !== undefined) return text;
    throw new TypeError("there is nothing");
  } catch (cause) {
    throw new SignalingError("bad-message", "JSON cannot carry that", { cause });
  }
}

/** Given the owner as `this`, because Node's `Buffer` has a JSON form of its own. */
function refuseBinary(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const { [key]: original } = this;
  if (ArrayBuffer.isView(original) || original instanceof ArrayBuffer || original instanceof Blob) {
    throw new TypeError("it has binary in it");
  }
  return value;
}
