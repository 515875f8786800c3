import { attribute, attributes, type SdpMedia } from "./sdp.ts";

export interface Field {
  readonly name: string;
  readonly value: string;
  /** An explanation in a few words. */
  readonly meaning?: string;
}

/** The fields that apply to the whole description. */
export function sessionFields(lines: readonly string[]): Field[] {
  const group = attribute(lines, "group")?.split(" ") ?? [];
  return present([
    [
      "version",
      lines.find((line) => line.startsWith("o="))?.split(" ")[2],
      "increases with each change",
    ],
    ["bundle", group.slice(1).join(", "), "these sections share one transport"],
    [
      "ICE lite",
      attribute(lines, "ice-lite") === undefined ? undefined : "yes",
      "this side only responds to connectivity checks",
    ],
  ]);
}

/** Returns the media of a section, and their formats. */
export function mediaFields({ kind, formats, lines }: SdpMedia): Field[] {
  const [stream, track] = attribute(lines, "msid")?.split(" ") ?? [];
  const isData = kind === "application";
  return present([
    [
      "payload types",
      isData ? undefined : formats.join(" "),
      "numbers of the codecs, in order of preference",
    ],
    ["stream", stream === "-" ? undefined : stream, "tracks of one stream are played in sync"],
    ["track", track],
    ["SCTP port", attribute(lines, "sctp-port")],
    ["largest message", attribute(lines, "max-message-size"), "in bytes"],
    ["candidates", countOf(attributes(lines, "candidate")), "contained in the description"],
  ]);
}

const setupMeanings: Readonly<Record<string, string>> = {
  actpass: "either side may start the DTLS handshake",
  active: "this side starts the DTLS handshake",
  passive: "this side waits for the DTLS handshake",
  holdconn: "no DTLS handshake for now",
};

/** How the connection is found (ICE) and encrypted (DTLS). */
export function transportFields(lines: readonly string[]): Field[] {
  const setup = attribute(lines, "setup");
  const [method = "", print = ""] = attribute(lines, "fingerprint")?.split(" ") ?? [];
  return present([
    [
      "ICE ufrag",
      attribute(lines, "ice-ufrag"),
      "identifies the ICE generation; an ICE restart changes it",
    ],
    ["ICE options", attribute(lines, "ice-options"), "trickle: candidates are sent one by one"],
    ["setup", setup, setupMeanings[setup ?? ""]],
    [
      "fingerprint",
      `${method} ${shortened(print)}`.trim(),
      "of the certificate, to verify the peer in the DTLS handshake",
    ],
  ]);
}

type Draft = readonly [name: string, value: string | undefined, meaning?: string | undefined];

function present(drafts: readonly Draft[]): Field[] {
  return drafts.flatMap(([name, value, meaning]) =>
    value ? [{ name, value, ...(meaning ? { meaning } : {}) }] : [],
  );
}

function countOf(items: readonly unknown[]): string | undefined {
  return items.length > 0 ? String(items.length) : undefined;
}

function shortened(text: string): string {
  return text.length > 24 ? `${text.slice(0, 17)}…${text.slice(-5)}` : text;
}
