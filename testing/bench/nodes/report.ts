import { loadavg } from "node:os";
import { thisMachine } from "../../kit/machine.ts";
import { markdownTable } from "../../kit/markdown.ts";
import { summarize } from "../statistics.ts";
import type { Cpu } from "./cluster.ts";
import type { Situation } from "./cluster-load.ts";
import type { Measurement } from "./measure.ts";
import type { Options } from "./options.ts";

export interface Result {
  readonly situation: Situation;
  /** One for each round. */
  readonly measurements: readonly Measurement[];
}

/** Returns the medians of all rounds. A ratio is the median of the ratios of all rounds. */
export function report(results: readonly Result[], options: Options): string {
  const { processor, cores, system, node, date } = thisMachine();
  const { rounds, turns, messages, pairs, inFlight, stays, warmUp } = options;
  const rows = results.map((result) => rowOf(result, referenceOf(result, results)));
  const heads = [
    "servers",
    "rooms",
    "message",
    "ratio",
    "min..max",
    "Redis",
    "stay",
    "ratio",
    "min..max",
    "Redis",
  ];
  return `${processor}, ${cores} cores, ${system}, Node ${node}, ${date}, load ${loadavg()[0]?.toFixed(0)}
${rounds} rounds of ${turns} turns; per server ${messages} messages of ${pairs} pairs, ${inFlight} of each in flight, and ${stays} stays after ${warmUp}
CPU time of all servers, in µs (median); median of the ratios to as many servers that are alone; CPU time of Redis in µs

${markdownTable(heads, rows)}
`;
}

/** Returns the result of as many servers that share nothing: also their caches and their events of one turn are fewer. */
function referenceOf({ situation }: Result, results: readonly Result[]): Result | undefined {
  return results.find(
    (one) => one.situation.servers === situation.servers && one.situation.placement === "alone",
  );
}

function rowOf({ situation, measurements }: Result, reference: Result | undefined): string[] {
  const median = (select: (measurement: Measurement) => number) =>
    summarize(measurements.map(select)).median;
  const ratios = (select: (measurement: Measurement) => Cpu) =>
    summarize(
      measurements.map((measurement, round) => {
        const first = reference?.measurements[round];
        return first ? select(measurement).servers / select(first).servers : Number.NaN;
      }),
    );
  const message = ratios((one) => one.message);
  const stay = ratios((one) => one.stay);
  return [
    String(situation.servers),
    situation.before === undefined ? situation.placement : `${situation.placement}, before`,
    median((one) => one.message.servers).toFixed(1),
    message.median.toFixed(2),
    rangeOf(message),
    median((one) => one.message.redis).toFixed(1),
    median((one) => one.stay.servers).toFixed(0),
    stay.median.toFixed(2),
    rangeOf(stay),
    median((one) => one.stay.redis).toFixed(0),
  ];
}

function rangeOf({ minimum, maximum }: { minimum: number; maximum: number }): string {
  return `${minimum.toFixed(2)}..${maximum.toFixed(2)}`;
}
