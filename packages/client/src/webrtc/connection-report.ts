/** How two peers reach each other: within one network, through NATs, or through a TURN server. */
export type Route = "host" | "srflx" | "prflx" | "relay";

/** What `getStats` says, in words (W3C WebRTC Statistics §8). */
export interface ConnectionReport {
  /** The weaker of the two ends; `undefined` while there is no connection. */
  readonly route: Route | undefined;
  readonly protocol: string | undefined;
  /** In milliseconds. */
  readonly roundTripMs: number | undefined;
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

const routes: readonly Route[] = ["host", "srflx", "prflx", "relay"];

interface Entry {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** The report of the candidate pair in use. */
export function reportOf(stats: RTCStatsReport): ConnectionReport {
  const pair = selectedPair(stats);
  const ends = [pair?.["localCandidateId"], pair?.["remoteCandidateId"]].map(
    (id) => stats.get(String(id)) as Entry | undefined,
  );
  const roundTrip = pair?.["currentRoundTripTime"];
  return {
    route: weakest(ends.map((end) => end?.["candidateType"])),
    protocol: ends[0]?.["protocol"] as string | undefined,
    roundTripMs: typeof roundTrip === "number" ? roundTrip * 1_000 : undefined,
    bytesSent: Number(pair?.["bytesSent"] ?? 0),
    bytesReceived: Number(pair?.["bytesReceived"] ?? 0),
  };
}

function selectedPair(stats: RTCStatsReport): Entry | undefined {
  const entries: Entry[] = [];
  stats.forEach((entry: Entry) => {
    entries.push(entry);
  });
  const transport = entries.find((entry) => entry["selectedCandidatePairId"] !== undefined);
  if (transport)
    return stats.get(String(transport["selectedCandidatePairId"])) as Entry | undefined;
  // Firefox names no pair in its transport, but marks the one in use.
  const pairs = entries.filter(({ type }) => type === "candidate-pair");
  return (
    pairs.find((pair) => pair["selected"] === true) ??
    pairs.find((pair) => pair["nominated"] === true && pair["state"] === "succeeded")
  );
}

function weakest(types: readonly unknown[]): Route | undefined {
  const indexes = types.map((type) => routes.indexOf(type as Route)).filter((index) => index >= 0);
  return routes[Math.max(...indexes)];
}
