import { SignalingError } from "../base/errors.ts";
import { isBinary } from "../base/is-binary.ts";

export interface JsonCopy {
  /** The content as its receiver gets it. Later changes of the original do not affect it. */
  readonly content: unknown;
  /** The size of its JSON text in UTF-8, in bytes. */
  readonly bytes: number;
}

/** Returns a JSON copy of a content. Throws `bad-message` if JSON cannot represent it. JSON would corrupt binary data. */
export function jsonCopyOf(content: unknown): JsonCopy {
  const text = textOf(content);
  return { content: JSON.parse(text), bytes: new TextEncoder().encode(text).byteLength };
}

function textOf(content: unknown): string {
  try {
    const text: string | undefined = JSON.stringify(content, refuseBinary);
    if (text !== undefined) return text;
    throw new TypeError("no JSON value");
  } catch (cause) {
    throw new SignalingError("bad-message", "the content cannot be sent as JSON", { cause });
  }
}

/** Reads the original from `this`, because a `Buffer` of Node.js has a `toJSON` method. */
function refuseBinary(this: Record<string, unknown>, key: string, value: unknown): unknown {
  if (isBinary(this[key])) throw new TypeError("it contains binary data");
  return value;
}
