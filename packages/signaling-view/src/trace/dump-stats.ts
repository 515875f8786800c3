import { type Sample, sampleOf, type Totals, totalsOf } from "../reading/sample.ts";
import { pairsOf, type Stats, type StatsEntry } from "../reading/stats.ts";
import type { DumpedSeries } from "./dump.ts";

/** A statistics object over time. */
interface History {
  readonly id: string;
  readonly type: string;
  readonly timesMs: readonly number[];
  readonly series: readonly DumpedSeries[];
}

type Series = readonly DumpedSeries[];

/** Returns the last report of `getStats`, without objects that disappeared before. */
export function lastStats(series: Series): ReadonlyMap<string, StatsEntry> {
  const histories = historiesOf(series);
  const lastMs = Math.max(...histories.map(({ timesMs }) => timesMs.at(-1) ?? 0));
  const present = histories.filter(({ timesMs }) => timesMs.at(-1) === lastMs);
  return new Map(
    present.map((history) => [history.id, entryAt(history, history.timesMs.length - 1)]),
  );
}

/** Returns the measurements of the routes, oldest first. */
export function samplesOf(series: Series): Sample[] {
  const reports = new Map<number, Map<string, StatsEntry>>();
  for (const history of historiesOf(series)) {
    if (history.type !== "candidate-pair" && history.type !== "transport") continue;
    for (const [index, timeMs] of history.timesMs.entries()) {
      const report = reports.get(timeMs) ?? new Map<string, StatsEntry>();
      report.set(history.id, entryAt(history, index));
      reports.set(timeMs, report);
    }
  }
  let before: Totals | undefined;
  return [...reports]
    .sort(([one], [other]) => one - other)
    .map(([atMs, report]) => {
      const totals = totalsOf(pairsOf(report satisfies Stats), atMs);
      const sample = sampleOf(totals, before);
      before = totals;
      return sample;
    });
}

function historiesOf(series: Series): History[] {
  const byId = new Map<string, DumpedSeries[]>();
  for (const one of series) byId.set(one.id, [...(byId.get(one.id) ?? []), one]);
  return [...byId].flatMap(([id, own]) => {
    const times = own.find(({ name }) => name === "timestamp")?.values ?? [];
    const timesMs = times.filter((time) => typeof time === "number");
    const type = own[0]?.type ?? "";
    return timesMs.length === 0 ? [] : [{ id, type, timesMs, series: own }];
  });
}

/** Members that a browser reports later, such as a round-trip time, have fewer values. */
function entryAt({ id, type, timesMs, series }: History, index: number): StatsEntry {
  const members = series.map(({ name, startMs, values }) => {
    const first = timesMs.findIndex((timeMs) => Math.floor(timeMs) >= startMs);
    return [name, values[index - Math.max(0, first)]] as const;
  });
  return { ...Object.fromEntries(members), id, type };
}
