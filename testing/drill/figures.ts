import { atMost, type Figure, note } from "../kit/verdict.ts";
import type { Oracle } from "./oracle.ts";

/** Returns what became of the signals. */
export function signalFigures(oracle: Oracle): Figure[] {
  const { sent, accepted, surfaced, refused, lost, twice, outOfOrder, unanswered } = oracle.count();
  return [
    note("signals sent", sent),
    note("signals accepted", accepted),
    ...[...refused].map(([code, count]) => note(`refused: ${code}`, count)),
    note("signals received", surfaced),
    atMost("signals accepted but lost", lost, 0),
    atMost("signals received twice", twice, 0),
    atMost("signals out of order", outOfOrder, 0),
    atMost("signals without an outcome", unanswered, 0),
  ];
}

export interface PresenceOutcome {
  /** Sentences about wrong rosters. */
  readonly wrong: readonly string[];
  /** The time until all rosters were correct, in milliseconds. */
  readonly tookMs: number;
  /** Peers that a fault kept away for too long. */
  readonly excused: ReadonlySet<string>;
}

/** Returns what the clients observed of each other. */
export function presenceFigures(
  oracle: Oracle,
  { wrong, tookMs, excused }: PresenceOutcome,
): Figure[] {
  return [
    note("peers present at the end", oracle.present.length),
    atMost("wrong rosters at the end", wrong.length, 0),
    note("time until all rosters were correct", tookMs, " ms"),
    atMost("false leaves", oracle.wrongLeaves(excused).length, 0),
    note("peers excluded from that check", excused.size),
    atMost("channels that closed with an error", oracle.errors.length, 0),
    note("first connects that failed and were repeated", oracle.vainJoins.length),
  ];
}

/** Returns the number of some times, and their distribution; nothing without one. `mostMs`: the limit of the p99. */
export function timesOf(
  count: string,
  time: string,
  timesMs: readonly number[],
  mostMs = Number.POSITIVE_INFINITY,
): Figure[] {
  if (timesMs.length === 0) return [];
  const p99 = quantile(timesMs, 0.99);
  return [
    note(count, timesMs.length),
    note(`${time}, median`, quantile(timesMs, 0.5), " ms"),
    Number.isFinite(mostMs)
      ? atMost(`${time}, p99`, p99, mostMs, " ms")
      : note(`${time}, p99`, p99, " ms"),
    note(`${time}, maximum`, quantile(timesMs, 1), " ms"),
  ];
}

/** Returns the value below which the given share of all values lies; 0 without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
}
