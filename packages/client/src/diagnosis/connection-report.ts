/** The candidate type of a route (RFC 8445 §5.1.1): within one network, through NATs, or through a TURN server. */
export type Route = "host" | "srflx" | "prflx" | "relay";

/** A summary of `getStats` (W3C WebRTC Statistics §8). */
export interface ConnectionReport {
  /** The candidate type of the less direct end; `undefined` while there is no connection. */
  readonly route: Route | undefined;
  /** The transport protocol of the own candidate: `udp` or `tcp`. */
  readonly protocol: string | undefined;
  /** The transport protocol to the own TURN server: `udp`, `tcp` or `tls`; `undefined` if the own candidate is not relayed. */
  readonly relayProtocol?: string | undefined;
  /** The round-trip time, in milliseconds. */
  readonly roundTripMs: number | undefined;
  /** Bytes sent over the present route. */
  readonly bytesSent: number;
  /** Bytes received over the present route. */
  readonly bytesReceived: number;
}

const routes: readonly Route[] = ["host", "srflx", "prflx", "relay"];

interface Entry {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Returns the report of the selected candidate pair. */
export function reportOf(stats: RTCStatsReport): ConnectionReport {
  const pair = selectedPair(stats);
  const ends = [pair?.["localCandidateId"], pair?.["remoteCandidateId"]].map(
    (id) => stats.get(String(id)) as Entry | undefined,
  );
  const roundTrip = pair?.["currentRoundTripTime"];
  return {
    route: weakest(ends.map((end) => end?.["candidateType"])),
    protocol: ends[0]?.["protocol"] as string | undefined,
    relayProtocol: ends[0]?.["relayProtocol"] as string | undefined,
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
  // Firefox has no `selectedCandidatePairId`, but marks the selected pair.
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
