/** Where a candidate's address comes from (RFC 8445 §5.1.1). */
export type CandidateType = "host" | "srflx" | "prflx" | "relay";

/** One address at which a peer may be reached. */
export interface Candidate {
  readonly foundation: string;
  /** 1: media or data (RTP), 2: its reports (RTCP), where the two are apart. */
  readonly component: number;
  readonly protocol: string;
  readonly priority: number;
  readonly address: string;
  readonly port: number;
  readonly type: CandidateType;
  /** The address behind this one, for all but `host`. */
  readonly relatedAddress: string | undefined;
  readonly relatedPort: string | undefined;
  readonly tcpType: string | undefined;
  /** The rest of the line: `ufrag`, `generation`, `network-cost`, … */
  readonly extensions: ReadonlyMap<string, string>;
}

export const candidateTypes: readonly CandidateType[] = ["host", "srflx", "prflx", "relay"];

const pattern = /^(?:a=)?candidate:(\S+) (\d+) (\S+) (\d+) (\S+) (\d+) typ (\S+)(.*)$/;

/** Reads a candidate line (RFC 8839 §5.1); `undefined` if it is none. */
export function parseCandidate(line: string): Candidate | undefined {
  const match = pattern.exec(line.trim());
  const type = candidateTypes.find((known) => known === match?.[7]);
  if (!match || !type) return undefined;
  const [, foundation = "", component, protocol = "", priority, address = "", port, , rest] = match;
  const extensions = pairsOf(rest ?? "");
  return {
    foundation,
    component: Number(component),
    protocol: protocol.toLowerCase(),
    priority: Number(priority),
    address,
    port: Number(port),
    type,
    relatedAddress: take(extensions, "raddr"),
    relatedPort: take(extensions, "rport"),
    tcpType: take(extensions, "tcptype"),
    extensions,
  };
}

/** Returns the kind of an address, which tells much and reveals nothing. */
export function addressSort(address: string): string {
  if (address.endsWith(".local")) return "a random mDNS name instead of a local address";
  if (/^(127\.|::1$)/.test(address)) return "loopback: this device itself";
  if (/^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address)) return "IPv4, private network";
  if (/^169\.254\./.test(address)) return "IPv4, link-local";
  if (/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(address)) return "IPv4, carrier-grade NAT";
  if (/^fe[89ab]/i.test(address)) return "IPv6, link-local";
  if (/^f[cd][0-9a-f]{2}:/i.test(address)) return "IPv6, private network";
  if (address.includes(":")) return "IPv6, public";
  return /^[\d.]+$/.test(address) ? "IPv4, public" : "a host name";
}

function pairsOf(text: string): Map<string, string> {
  const words = text.trim().split(/\s+/);
  const pairs = new Map<string, string>();
  for (let index = 0; index + 1 < words.length; index += 2) {
    pairs.set(words[index] as string, words[index + 1] as string);
  }
  return pairs;
}

function take(pairs: Map<string, string>, name: string): string | undefined {
  const value = pairs.get(name);
  pairs.delete(name);
  return value;
}
