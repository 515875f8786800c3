import type { Message } from "../message-bus.ts";
import { FrameReader } from "./frame-reader.ts";

/** Everything that one node sends to another in one turn of the event loop. */
export interface Frame {
  readonly from: string;
  /** The time at which the frame was sent, by the clock of Redis, in milliseconds since 1970. */
  readonly sentAtMs: number;
  readonly messages: readonly Message[];
}

/** The maximum length of a frame that is read, in UTF-16 units: the largest message in base64, and much more. */
export const mostFrameLength = 64 * 1_024 * 1_024;

/**
 * Returns a message as text: its letter, its id, its topic, and the lengths of its bodies in UTF-16 units, then the bodies.
 * A letter before a length names the encoding of the body.
 */
export function messageText(message: Message): string {
  if (message.type !== "question") {
    const letter = message.type === "answer" ? "a" : "r";
    const value = bodyOf(message.value);
    return `${letter}\t${message.id}\t\t${value.length}\n${value.text}`;
  }
  const first = bodyOf(message.question);
  let lengths = first.length;
  let bodies = first.text;
  for (const part of message.parts) {
    const { length, text } = bodyOf(part);
    lengths += `,${length}`;
    bodies += text;
  }
  return `q\t${message.id ?? ""}\t${message.topic}\t${lengths}\n${bodies}`;
}

/** Returns the answers `null` to several questions as one text. Most answers are such receipts. */
export function receiptsText(ids: readonly number[]): string {
  return `n\t${ids.join(",")}\n`;
}

export function frameText(from: string, sentAtMs: number, messages: readonly string[]): string {
  return `f\r${from}\r${Math.round(sentAtMs)}\n${messages.join("")}`;
}

/** Returns the frame of a text; `undefined` if the text is none. */
export function frameIn(text: string): Frame | undefined {
  if (text.length > mostFrameLength) return undefined;
  const end = text.indexOf("\n");
  const [, from, time] =
    /^f\r([\w-]{1,64})\r(\d{1,16})$/.exec(text.slice(0, Math.max(0, end))) ?? [];
  if (from === undefined) return undefined;
  const messages = new FrameReader(text, end + 1).messages();
  return messages && { from, sentAtMs: Number(time), messages };
}

interface Body {
  /** The length in UTF-16 units, after the letter of the encoding. */
  readonly length: string;
  /** As it is, bytes in base64 (`b`), or text with unpaired surrogates in base64 (`u`). */
  readonly text: string;
}

/** UTF-8 replaces unpaired surrogates, so a text with them takes the way of bytes. */
function bodyOf(part: string | Uint8Array): Body {
  if (typeof part === "string" && part.isWellFormed())
    return { length: `${part.length}`, text: part };
  const bytes = typeof part === "string" ? Buffer.from(part, "utf16le") : part;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  return { length: `${typeof part === "string" ? "u" : "b"}${text.length}`, text };
}
