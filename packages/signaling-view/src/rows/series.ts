import type { Sample } from "../reading/sample.ts";
import { roundTripTime, span } from "./clock.ts";
import { bitrate } from "./quantities.ts";

/** A measured quantity over time. */
export interface Series {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number | undefined }[];
  /** The latest value, in words. */
  readonly latest: string;
  /** The least and the greatest value and the period, in words; empty without values. */
  readonly range: string;
}

type Quantity = Exclude<keyof Sample, "atMs">;

const quantities: readonly (readonly [Quantity, string, (value: number) => string])[] = [
  ["roundTripMs", "Round-trip time", roundTripTime],
  ["sentBitrate", "Sent", bitrate],
  ["receivedBitrate", "Received", bitrate],
];

/** The quantities of a connection, each as a series. */
export function seriesOf(samples: readonly Sample[]): Series[] {
  const period = periodOf((samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0));
  return quantities.map(([quantity, name, words]) => {
    const points = samples.map((sample) => ({ x: sample.atMs, y: sample[quantity] }));
    const values = points.flatMap(({ y }) => y ?? []);
    const latest = points.at(-1)?.y;
    const [least, greatest] = [Math.min(...values), Math.max(...values)].map(words);
    const range = values.length === 0 ? "" : `${least} to ${greatest} in ${period}`;
    return { name, points, latest: latest === undefined ? "not measured" : words(latest), range };
  });
}

/** A series in a sentence, for screen readers. */
export function seriesSummary({ name, latest, range }: Series): string {
  return range === "" ? `${name}: ${latest}` : `${name}: latest ${latest}, ${range}`;
}

/** In whole seconds, because samples are a second apart. */
function periodOf(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : span(ms);
}
