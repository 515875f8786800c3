import { attribute, attributes, type SdpMedia } from "./sdp.ts";

export interface Field {
  readonly name: string;
  readonly value: string;
  /** What it is, in a few words. */
  readonly meaning?: string;
}

/** What holds for the whole description. */
export function sessionFields(lines: readonly string[]): Field[] {
  const group = attribute(lines, "group")?.split(" ") ?? [];
  return present([
    [
      "version",
      lines.find((line) => line.startsWith("o="))?.split(" ")[2],
      "grows with each change",
    ],
    ["bundle", group.slice(1).join(", "), "these sections share one connection"],
    ["ICE lite", attribute(lines, "ice-lite") === undefined ? undefined : "yes", "answers only"],
  ]);
}

/** What is sent in a section, and in what shape. */
export function mediaFields({ kind, formats, lines }: SdpMedia): Field[] {
  const [stream, track] = attribute(lines, "msid")?.split(" ") ?? [];
  const isData = kind === "application";
  return present([
    [
      "payload types",
      isData ? undefined : formats.join(" "),
      "numbers of the codecs, most wanted first",
    ],
    ["stream", stream === "-" ? undefined : stream, "what is played together"],
    ["track", track],
    ["SCTP port", attribute(lines, "sctp-port")],
    ["largest message", attribute(lines, "max-message-size"), "in bytes"],
    ["candidates", countOf(attributes(lines, "candidate")), "already in the description"],
  ]);
}

const setupMeanings: Readonly<Record<string, string>> = {
  actpass: "either side may begin the encryption handshake",
  active: "this side begins the encryption handshake",
  passive: "this side waits for the encryption handshake",
  holdconn: "no handshake for now",
};

/** How the connection is found (ICE) and encrypted (DTLS). */
export function transportFields(lines: readonly string[]): Field[] {
  const setup = attribute(lines, "setup");
  const [method = "", print = ""] = attribute(lines, "fingerprint")?.split(" ") ?? [];
  return present([
    [
      "ICE ufrag",
      attribute(lines, "ice-ufrag"),
      "names this generation; an ICE restart changes it",
    ],
    ["ICE options", attribute(lines, "ice-options"), "trickle: candidates come one by one"],
    ["setup", setup, setupMeanings[setup ?? ""]],
    [
      "fingerprint",
      `${method} ${shortened(print)}`.trim(),
      "of the certificate, so that nobody else can answer",
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
