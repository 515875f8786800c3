import type { Stats, StatsEntry } from "./stats.ts";

/** Statistics of Chromium (156), shortened: two pairs over host candidates, and two media sections. */
const chromium: readonly StatsEntry[] = [
  { id: "T01", type: "transport", selectedCandidatePairId: "CPb" },
  {
    id: "CPa",
    type: "candidate-pair",
    state: "waiting",
    nominated: false,
    priority: 9.1e18,
    localCandidateId: "Ia",
    remoteCandidateId: "Ir",
    bytesSent: 0,
    bytesReceived: 0,
  },
  {
    id: "CPb",
    type: "candidate-pair",
    state: "succeeded",
    nominated: true,
    priority: 9.15e18,
    localCandidateId: "Ib",
    remoteCandidateId: "Ir",
    bytesSent: 273451,
    bytesReceived: 3286,
    currentRoundTripTime: 0.001,
  },
  {
    id: "CPc",
    type: "candidate-pair",
    state: "succeeded",
    nominated: false,
    priority: 9.2e18,
    localCandidateId: "Ia",
    remoteCandidateId: "gone",
  },
  {
    id: "Ia",
    type: "local-candidate",
    candidateType: "host",
    protocol: "udp",
    address: "192.0.2.2",
    port: 40219,
  },
  {
    id: "Ib",
    type: "local-candidate",
    candidateType: "relay",
    protocol: "udp",
    relayProtocol: "tls",
    address: "2001:db8::7",
    port: 40223,
  },
  { id: "Ir", type: "remote-candidate", candidateType: "prflx", protocol: "udp", port: 40922 },
  { id: "C1", type: "codec", mimeType: "video/VP8" },
  { id: "C2", type: "codec", mimeType: "audio/opus" },
  { id: "C3", type: "codec", mimeType: "video/H264" },
  { id: "O1", type: "outbound-rtp", mid: "1", codecId: "C1" },
  { id: "O2", type: "outbound-rtp", mid: "1", codecId: "C1" },
  { id: "O3", type: "outbound-rtp", mid: "2" },
  { id: "N1", type: "inbound-rtp", mid: "1", codecId: "C3" },
  { id: "N2", type: "inbound-rtp", mid: "0", codecId: "C2" },
];

/** Pairs as Firefox reports them: without `selectedCandidatePairId`. */
const firefox: readonly StatsEntry[] = [
  { id: "p1", type: "candidate-pair", state: "succeeded", selected: false, priority: 2 },
  { id: "p2", type: "candidate-pair", state: "succeeded", selected: true, priority: 1 },
];

export const statsOf = (entries: readonly StatsEntry[]): Stats =>
  new Map(entries.map((entry) => [entry.id, entry]));

export const chromiumStats = statsOf(chromium);
export const firefoxStats = statsOf(firefox);
