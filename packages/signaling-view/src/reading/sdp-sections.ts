import {
  attribute,
  codecsOf,
  directionOf,
  type MediaDirection,
  parseSdp,
  type SdpMedia,
} from "./sdp.ts";
import { type Field, mediaFields, sessionFields, transportFields } from "./sdp-fields.ts";

/** A part of a description, for people. */
export interface Section {
  readonly title: string;
  readonly sentence: string;
  readonly fields: readonly Field[];
  readonly lines: readonly string[];
}

export interface Author {
  /** The author of the description: `you`, or a peer's name. */
  readonly name: string;
  readonly isYou: boolean;
}

/** Splits a description into the session and its `m=` sections, each with an explanation. */
export function sectionsOf(text: string, author: Author): Section[] {
  const { session, media } = parseSdp(text);
  const about = { title: "session", sentence: sessionSentence(media), lines: session };
  return [
    { ...about, fields: [...sessionFields(session), ...transportFields(session)] },
    ...media.map((section) => mediaSection(section, author)),
  ];
}

function sessionSentence(media: readonly SdpMedia[]): string {
  const count = media.length === 1 ? "one section" : `${media.length} sections`;
  return `Applies to the whole description, which has ${count}.`;
}

function mediaSection(media: SdpMedia, author: Author): Section {
  const mid = attribute(media.lines, "mid");
  const kind = media.kind === "application" ? "data" : media.kind;
  return {
    title: mid === undefined ? kind : `${kind} (section ${mid})`,
    sentence: mediaSentence(media, author),
    fields: [...mediaFields(media), ...transportFields(media.lines)],
    lines: media.lines,
  };
}

/** For example: `audio, you send and receive, codec opus`. */
export function mediaSentence(media: SdpMedia, author: Author): string {
  const isRefused = media.port === 0 && attribute(media.lines, "bundle-only") === undefined;
  if (isRefused) return `${media.kind}, rejected or stopped.`;
  if (media.kind === "application") return "Data channels (SCTP): messages in both directions.";
  const [codec, ...others] = codecsOf(media);
  const spare = others.length > 0 ? `, or ${others.join(", ")}` : "";
  const codecs = codec === undefined ? "" : `, codec ${codec}${spare}`;
  return `${media.kind}, ${directionWords(directionOf(media), author)}${codecs}.`;
}

function directionWords(direction: MediaDirection, { name, isYou }: Author): string {
  const [send, receive] = isYou ? ["send", "receive"] : ["sends", "receives"];
  const words: Record<MediaDirection, string> = {
    sendrecv: `${name} ${send} and ${receive}`,
    sendonly: `${name} only ${send}`,
    recvonly: `${name} only ${receive}`,
    inactive: "nothing is sent",
  };
  return words[direction];
}
