import type { CandidatePair } from "./stats.ts";

/** A measurement of the route in use. */
export interface Sample {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly roundTripMs: number | undefined;
  /** In bits per second; `undefined` if another pair was in use in between. */
  readonly sentBitrate: number | undefined;
  readonly receivedBitrate: number | undefined;
}

/** The totals from which two measurements give a rate. */
export interface Totals {
  readonly atMs: number;
  /** The ids of the pairs in use: one, except with peers that do not bundle. */
  readonly pairIds: string;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly roundTripMs: number | undefined;
}

export function totalsOf(pairs: readonly CandidatePair[], atMs: number): Totals {
  const inUse = pairs.filter(({ isInUse }) => isInUse);
  return {
    atMs,
    pairIds: inUse.map(({ id }) => id).join(),
    bytesSent: inUse.reduce((sum, { bytesSent }) => sum + bytesSent, 0),
    bytesReceived: inUse.reduce((sum, { bytesReceived }) => sum + bytesReceived, 0),
    roundTripMs: inUse[0]?.roundTripMs,
  };
}

export function sampleOf(now: Totals, before: Totals | undefined): Sample {
  const { atMs, roundTripMs, pairIds } = now;
  const seconds = (atMs - (before?.atMs ?? atMs)) / 1_000;
  const isSame = pairIds !== "" && pairIds === before?.pairIds && seconds > 0;
  const rate = (name: "bytesSent" | "bytesReceived") =>
    isSame ? Math.max(0, ((now[name] - before[name]) * 8) / seconds) : undefined;
  return {
    atMs,
    roundTripMs,
    sentBitrate: rate("bytesSent"),
    receivedBitrate: rate("bytesReceived"),
  };
}
