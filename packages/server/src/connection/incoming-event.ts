import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Content } from "../content/content.ts";
import { memberOf, type Span, valueAt } from "../content/json-text.ts";

/** One event of a client: the parsed arguments, and their JSON text. */
export interface IncomingEvent {
  readonly name: string;
  /** The arguments after the event's name. Empty if they are nested too deeply. */
  readonly parameters: readonly unknown[];
  readonly isTooDeep: boolean;
  /** The JSON text that contains the arguments. */
  readonly text: string;
  /** The index in the text at which the first argument begins; `undefined` if there is none. */
  readonly argumentAt: number | undefined;
  /** The binary attachments for the placeholders in the text. */
  readonly attachments: readonly Uint8Array[];
}

/** Returns the size of an event, in bytes. */
export function bytesOf({ text, attachments }: IncomingEvent): number {
  return attachments.reduce((sum, { byteLength }) => sum + byteLength, Buffer.byteLength(text));
}

/** Returns the size of an event in parts of `partBytes`, rounded up. */
export function partsOf(event: IncomingEvent, partBytes: number): number {
  // Nearly every event is small. A character has at most three bytes, so the bytes need not be counted.
  const isSmall = event.attachments.length === 0 && event.text.length * 3 <= partBytes;
  return isSmall ? 1 : Math.ceil(bytesOf(event) / partBytes);
}

/** Returns the content of a `message`: the own `message` of the argument, or the argument itself if there is none. */
export function contentOf(event: IncomingEvent): Content {
  const { text, argumentAt } = event;
  if (argumentAt === undefined)
    throw new SignalingError("bad-message", "`message` has no content; pass one argument");
  return contentAt(event, ownMessage(text, argumentAt) ?? valueAt(text, argumentAt));
}

/** Returns the content of a `messageOne`: the own `message` of the argument. */
export function directContentOf(event: IncomingEvent): Content {
  const { text, argumentAt } = event;
  const content = argumentAt === undefined ? undefined : ownMessage(text, argumentAt);
  if (content) return contentAt(event, content);
  throw new SignalingError(
    "bad-message",
    "the argument of `messageOne` has no `message`; pass { target, message }",
  );
}

function ownMessage(text: string, argument: number): Span | undefined {
  return text[argument] === "{" ? memberOf(text, argument, "message") : undefined;
}

function contentAt({ text, attachments }: IncomingEvent, { start, end }: Span): Content {
  return { json: text.slice(start, end), attachments };
}
