import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Content } from "../../hub/content.ts";
import { elements, memberOf, type Span } from "./json-text.ts";

/** One event of a client as it came in: what was parsed, and the text it was parsed from. */
export interface Arrival {
  readonly event: string;
  /** The arguments after the event's name. Empty if they were nested too deep to be parsed. */
  readonly parameters: readonly unknown[];
  readonly isTooDeep: boolean;
  /** The JSON text of the name and the arguments: an array. */
  readonly text: string;
  /** What the placeholders in the text stand for. */
  readonly attachments: readonly Uint8Array[];
}

/** How much came in, in bytes. */
export function bytesOf({ text, attachments }: Arrival): number {
  return attachments.reduce((sum, { byteLength }) => sum + byteLength, Buffer.byteLength(text));
}

/** The content of a `message`: the argument's own `message` if it has one, else the argument itself. */
export function contentOf(arrival: Arrival): Content {
  const argument = argumentOf(arrival);
  if (!argument) throw new SignalingError("bad-message", "`message` takes a content");
  return contentAt(arrival, memberOfArgument(arrival, argument) ?? argument);
}

/** The content of a `messageOne`: the argument's own `message`. */
export function directContentOf(arrival: Arrival): Content {
  const argument = argumentOf(arrival);
  const content = argument && memberOfArgument(arrival, argument);
  if (!content) {
    throw new SignalingError("bad-message", "`messageOne` takes { target, message }; no `message`");
  }
  return contentAt(arrival, content);
}

function argumentOf({ text }: Arrival): Span | undefined {
  const [, argument] = elements(text, 0);
  return argument;
}

function memberOfArgument({ text }: Arrival, argument: Span): Span | undefined {
  return text[argument.start] === "{" ? memberOf(text, argument, "message") : undefined;
}

function contentAt({ text, attachments }: Arrival, { start, end }: Span): Content {
  return { json: text.slice(start, end), attachments };
}
