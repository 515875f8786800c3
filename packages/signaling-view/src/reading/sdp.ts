/** A description (RFC 8866) cut at its `m=` lines. */
export interface Sdp {
  readonly session: readonly string[];
  readonly media: readonly SdpMedia[];
}

export interface SdpMedia {
  /** `audio`, `video` or `application`: a data channel. */
  readonly kind: string;
  /** 0: refused. */
  readonly port: number;
  /** The payload types, preferred ones first. */
  readonly formats: readonly string[];
  readonly lines: readonly string[];
}

export function parseSdp(text: string): Sdp {
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  const starts = lines.flatMap((line, index) => (line.startsWith("m=") ? [index] : []));
  return {
    session: lines.slice(0, starts[0] ?? lines.length),
    media: starts.map((start, index) => mediaOf(lines.slice(start, starts[index + 1]))),
  };
}

/** The value of the first attribute of that name, `""` for one without a value. */
export function attribute(lines: readonly string[], name: string): string | undefined {
  return attributes(lines, name)[0];
}

export function attributes(lines: readonly string[], name: string): string[] {
  return lines
    .filter((line) => line === `a=${name}` || line.startsWith(`a=${name}:`))
    .map((line) => line.slice(name.length + 3));
}

/** The first ICE user name fragment of a description: it stands for a generation of candidates. */
export function fragmentOf(text: string): string | undefined {
  return /^a=ice-ufrag:(\S+)/m.exec(text)?.[1];
}

/** Codecs that repair or accompany others, and carry nothing of their own. */
const helpers = new Set(["rtx", "red", "ulpfec", "flexfec-03", "telephone-event", "cn"]);

/** The names of the codecs, preferred ones first, each once. */
export function codecsOf({ formats, lines }: SdpMedia): string[] {
  const byFormat = new Map(
    attributes(lines, "rtpmap").map((value) => {
      const [format = "", codec = ""] = value.split(" ");
      return [format, codec.split("/")[0] ?? ""] as const;
    }),
  );
  const names = formats.map((format) => byFormat.get(format) ?? "");
  return [...new Set(names)].filter((name) => name !== "" && !helpers.has(name.toLowerCase()));
}

export type MediaDirection = "sendrecv" | "sendonly" | "recvonly" | "inactive";

/** The direction of a section, seen from its author (RFC 8866 §6.7). */
export function directionOf({ lines }: SdpMedia): MediaDirection {
  const ways: MediaDirection[] = ["sendrecv", "sendonly", "recvonly", "inactive"];
  return ways.find((way) => attribute(lines, way) !== undefined) ?? "sendrecv";
}

/** In a few words what a description is about: `audio, video, data`. */
export function summaryOf(text: string): string {
  const counts = new Map<string, number>();
  for (const { kind } of parseSdp(text).media) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .map(([kind, count]) => [kind === "application" ? "data" : kind, count] as const)
    .map(([kind, count]) => (count > 1 ? `${count} × ${kind}` : kind))
    .join(", ");
}

function mediaOf(lines: readonly string[]): SdpMedia {
  const [kind = "", port, , ...formats] = (lines[0] ?? "").slice(2).split(" ");
  return { kind, port: Number.parseInt(port ?? "0", 10), formats, lines };
}
