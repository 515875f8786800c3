/** An entry of `getStats` (W3C WebRTC Statistics §8). */
export interface StatsEntry {
  readonly id: string;
  readonly type: string;
  readonly [name: string]: unknown;
}

/** An `RTCStatsReport`, or its copy from a file. */
export interface Stats {
  get(id: string): StatsEntry | undefined;
  forEach(visit: (entry: StatsEntry) => void): void;
}

/** One end of a candidate pair. */
export interface PairEnd {
  readonly type: string;
  /** The transport protocol: `udp` or `tcp`; with the protocol to the TURN server, if it is another one. */
  readonly protocol: string;
  /** `undefined` if the browser hides it. */
  readonly address: string | undefined;
  readonly port: number | undefined;
}

/** A pair of candidates that ICE tests or uses (W3C WebRTC Statistics §8.19). */
export interface CandidatePair {
  readonly id: string;
  readonly state: string;
  /** Whether media and data take this route now. */
  readonly isInUse: boolean;
  readonly isNominated: boolean;
  readonly priority: number;
  readonly local: PairEnd | undefined;
  readonly remote: PairEnd | undefined;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** The latest round-trip time, in milliseconds. */
  readonly roundTripMs: number | undefined;
}

/** The codecs of a transceiver. */
export interface Codecs {
  readonly sent: readonly string[];
  readonly received: readonly string[];
}

/** In the order in which they interest a reader. */
const states = ["succeeded", "in-progress", "waiting", "frozen", "failed"];

/** Returns the candidate pairs: the ones in use first, then by state, then the highest priority first. */
export function pairsOf(stats: Stats): CandidatePair[] {
  const entries = entriesOf(stats);
  const inUse = new Set(entries.map((entry) => entry["selectedCandidatePairId"]));
  inUse.delete(undefined);
  const pairs = entries.filter(({ type }) => type === "candidate-pair");
  const isInUse = (pair: StatsEntry) =>
    // Firefox has no `selectedCandidatePairId`, but marks the pair.
    inUse.size > 0 ? inUse.has(pair.id) : pair["selected"] === true;
  return pairs.map((pair) => pairOf(pair, stats, isInUse(pair))).sort(byInterest);
}

/** Returns the codecs in use by the `mid` of their transceiver. */
export function codecsOf(stats: Stats): ReadonlyMap<string, Codecs> {
  const found = new Map<string, { sent: Set<string>; received: Set<string> }>();
  for (const entry of entriesOf(stats)) {
    const isSent = entry.type === "outbound-rtp";
    const mimeType = stats.get(String(entry["codecId"]))?.["mimeType"];
    if ((!isSent && entry.type !== "inbound-rtp") || typeof mimeType !== "string") continue;
    const mid = String(entry["mid"]);
    const codecs = found.get(mid) ?? { sent: new Set(), received: new Set() };
    codecs[isSent ? "sent" : "received"].add(mimeType.slice(mimeType.indexOf("/") + 1));
    found.set(mid, codecs);
  }
  return new Map(
    [...found].map(([mid, { sent, received }]) => [
      mid,
      { sent: [...sent], received: [...received] },
    ]),
  );
}

function entriesOf(stats: Stats): StatsEntry[] {
  const entries: StatsEntry[] = [];
  stats.forEach((entry) => {
    entries.push(entry);
  });
  return entries;
}

function pairOf(pair: StatsEntry, stats: Stats, isInUse: boolean): CandidatePair {
  const roundTrip = numberOf(pair["currentRoundTripTime"]);
  return {
    id: pair.id,
    state: String(pair["state"] ?? "unknown"),
    isInUse,
    isNominated: pair["nominated"] === true,
    priority: numberOf(pair["priority"]) ?? 0,
    local: endOf(stats.get(String(pair["localCandidateId"]))),
    remote: endOf(stats.get(String(pair["remoteCandidateId"]))),
    bytesSent: numberOf(pair["bytesSent"]) ?? 0,
    bytesReceived: numberOf(pair["bytesReceived"]) ?? 0,
    roundTripMs: roundTrip === undefined ? undefined : roundTrip * 1_000,
  };
}

function endOf(candidate: StatsEntry | undefined): PairEnd | undefined {
  if (!candidate) return undefined;
  const { candidateType, protocol, relayProtocol, address } = candidate;
  const relay = relayProtocol === undefined ? "" : ` (TURN over ${String(relayProtocol)})`;
  return {
    type: String(candidateType ?? "unknown"),
    protocol: `${String(protocol ?? "unknown")}${relay}`,
    address: typeof address === "string" && address !== "" ? address : undefined,
    port: numberOf(candidate["port"]),
  };
}

function byInterest(one: CandidatePair, other: CandidatePair): number {
  return (
    Number(other.isInUse) - Number(one.isInUse) ||
    states.indexOf(one.state) - states.indexOf(other.state) ||
    other.priority - one.priority
  );
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
