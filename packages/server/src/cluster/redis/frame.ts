import type { Message } from "../message-bus.ts";

/** Everything that one node sends to another in one turn of the event loop. */
export interface Frame {
  readonly from: string;
  /** The time at which the frame was sent, by the clock of Redis, in milliseconds since 1970. */
  readonly sentAtMs: number;
  readonly messages: readonly Message[];
}

/** The maximum length of a frame that is read, in UTF-16 units: the largest message in base64, and much more. */
export const mostFrameLength = 64 * 1_024 * 1_024;

const mostParts = 1_024;

const letters = { question: "q", answer: "a", refusal: "r" } as const;

/**
 * Returns a message as text: its letter, its id, its topic, and the lengths of its bodies in UTF-16 units, then the bodies.
 * A letter before a length names the encoding of the body.
 */
export function messageText(message: Message): string {
  const bodies =
    message.type === "question"
      ? [bodyOf(message.question), ...message.parts.map(bodyOf)]
      : [bodyOf(message.value)];
  const topic = message.type === "question" ? message.topic : "";
  const lengths = bodies.map(({ encoding, text }) => `${encoding}${text.length}`).join(",");
  const head = `${letters[message.type]}\t${message.id ?? ""}\t${topic}\t${lengths}\n`;
  return head + bodies.map(({ text }) => text).join("");
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
  const messages: Message[] = [];
  for (let at = end + 1; at < text.length; ) {
    const next = messageAt(text, at);
    if (!next) return undefined;
    messages.push(next.message);
    at = next.end;
  }
  return { from, sentAtMs: Number(time), messages };
}

interface Body {
  /** As it is, bytes in base64, or text with unpaired surrogates in base64. */
  readonly encoding: "" | "b" | "u";
  readonly text: string;
}

/** UTF-8 replaces unpaired surrogates, so a text with them takes the way of bytes. */
function bodyOf(part: string | Uint8Array): Body {
  if (typeof part !== "string") return { encoding: "b", text: base64Of(part) };
  if (part.isWellFormed()) return { encoding: "", text: part };
  return { encoding: "u", text: base64Of(Buffer.from(part, "utf16le")) };
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

function partOf({ encoding, text }: Body): string | Uint8Array {
  if (encoding === "") return text;
  const bytes = Buffer.from(text, "base64");
  return encoding === "b" ? bytes : bytes.toString("utf16le");
}

const head = /([qar])\t(\d{0,15})\t([\w-]{0,64})\t([bu\d,]{1,8192})\n/y;

function messageAt(
  text: string,
  start: number,
): { readonly message: Message; readonly end: number } | undefined {
  head.lastIndex = start;
  const [all, letter, id = "", topic = "", lengths = ""] = head.exec(text) ?? [];
  if (all === undefined) return undefined;
  const parts: (string | Uint8Array)[] = [];
  let end = start + all.length;
  for (const one of lengths.split(",")) {
    const [, encoding, digits] = /^([bu]?)(\d{1,9})$/.exec(one) ?? [];
    const next = end + Number(digits);
    if (!(next <= text.length) || parts.length >= mostParts) return undefined;
    parts.push(partOf({ encoding: encoding as Body["encoding"], text: text.slice(end, next) }));
    end = next;
  }
  const [first, ...rest] = parts;
  if (typeof first !== "string") return undefined;
  const number = id === "" ? undefined : Number(id);
  if (letter === "q") {
    return { message: { type: "question", id: number, topic, question: first, parts: rest }, end };
  }
  if (number === undefined || rest.length > 0) return undefined;
  const type = letter === "a" ? "answer" : "refusal";
  return { message: { type, id: number, value: first }, end };
}
