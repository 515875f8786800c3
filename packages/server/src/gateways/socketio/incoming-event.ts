import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Content } from "../../hub/content.ts";
import { memberOf, type Span, secondElement, valueAt } from "./json-text.ts";

/** One event of a client as it came in: what was parsed, and the text it was parsed from. */
export interface IncomingEvent {
  readonly name: string;
  /** The arguments after the event's name. Empty if they were nested too deep to be parsed. */
  readonly parameters: readonly unknown[];
  readonly isTooDeep: boolean;
  /** The JSON text of the name and the arguments: an array. */
  readonly text: string;
  /** What the placeholders in the text stand for. */
  readonly attachments: readonly Uint8Array[];
}

/** How much came in, in bytes. */
export function bytesOf({ text, attachments }: IncomingEvent): number {
  return attachments.reduce((sum, { byteLength }) => sum + byteLength, Buffer.byteLength(text));
}

/** How many parts of so many bytes came in, the last one begun. */
export function partsOf(event: IncomingEvent, partBytes: number): number {
  // Nearly every event is small: a character has at most three bytes, so they need not be counted.
  const isSmall = event.attachments.length === 0 && event.text.length * 3 <= partBytes;
  return isSmall ? 1 : Math.ceil(bytesOf(event) / partBytes);
}

/** The content of a `message`: the argument's own `message` if it has one, else the argument itself. */
export function contentOf(event: IncomingEvent): Content {
  const argument = secondElement(event.text);
  if (argument === undefined)
    throw new SignalingError("bad-message", "`message` has no content; pass one argument");
  return contentAt(event, ownMessage(event, argument) ?? valueAt(event.text, argument));
}

/** The content of a `messageOne`: the argument's own `message`. */
export function directContentOf(event: IncomingEvent): Content {
  const argument = secondElement(event.text);
  const content = argument === undefined ? undefined : ownMessage(event, argument);
  if (content) return contentAt(event, content);
  throw new SignalingError(
    "bad-message",
    "the argument of `messageOne` has no `message`; pass { target, message }",
  );
}

function ownMessage({ text }: IncomingEvent, argument: number): Span | undefined {
  return text[argument] === "{" ? memberOf(text, argument, "message") : undefined;
}

function contentAt({ text, attachments }: IncomingEvent, { start, end }: Span): Content {
  return { json: text.slice(start, end), attachments };
}
