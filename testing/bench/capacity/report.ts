import { loadavg } from "node:os";
import { thisMachine } from "../../kit/machine.ts";
import { markdownTable } from "../../kit/markdown.ts";
import { summarize } from "../statistics.ts";
import type { Measurement } from "./measure.ts";
import type { Options } from "./options.ts";

export interface Result {
  readonly title: string;
  /** One for each round. */
  readonly measurements: readonly Measurement[];
}

/** The share of a core that a server should use at most, so that it can also serve the clients of a server that ends. */
const usableShare = 0.6;

/** Messages per second of one connection, for which the number of connections is calculated. */
const ratesPerConnection = [0, 0.1, 0.5, 2];

/** Length of a stay in that calculation, in seconds. */
const staySeconds = 600;

type Select = (measurement: Measurement) => number;

/** Returns the medians of all rounds, and numbers of connections that follow from them. */
export function report(results: readonly Result[], options: Options): string {
  const { processor, cores, system, node, date } = thisMachine();
  const { rounds, connections, before, peersPerRoom, seconds } = options;
  const lines = [
    `${processor}, ${cores} cores, ${system}, Node ${node}, ${date}, load ${loadavg()[0]?.toFixed(0)}`,
    `${rounds} rounds, ${connections + before} connections in rooms of ${peersPerRoom}, windows of ${seconds} s; medians, and minimum..maximum`,
    "",
    measured(results, options),
    "",
    `Share of a core for 1,000 connections in %, and connections for ${usableShare * 100} % of a core; calculated from the medians, each connection stays ${staySeconds / 60} minutes`,
    "",
    calculated(results),
  ];
  return `${lines.join("\n")}\n`;
}

function measured(results: readonly Result[], { rates }: Options): string {
  const rows: readonly (readonly [name: string, digits: number, select: Select])[] = [
    ["memory per idle connection, kB", 1, (one) => one.kilobytesPerConnection],
    ["resident memory with all connections, MB", 0, (one) => one.megabytes],
    ["largest resident memory, MB", 0, (one) => one.peakMegabytes],
    ["open files per connection", 2, (one) => one.filesPerConnection],
    ["CPU of an idle connection, µs per second", 1, (one) => one.idle],
    ["CPU of a join, µs", 0, (one) => one.join],
    ["CPU of a leave, µs", 0, (one) => one.leave],
    ...rates.flatMap((rate, index) => [
      [`CPU of a message at ${rate} per second, µs`, 0, talkOf(index, "message")] as const,
      [`share of a core at ${rate} messages per second, %`, 1, shareOf(index)] as const,
    ]),
  ];
  return markdownTable(
    ["quantity", ...results.map(({ title }) => title)],
    rows.map(([name, digits, select]) => [
      name,
      ...results.map(({ measurements }) => cell(measurements.map(select), digits)),
    ]),
  );
}

const talkOf =
  (index: number, name: "message" | "share"): Select =>
  ({ talks }) =>
    talks[index]?.[name] ?? Number.NaN;

const shareOf = (index: number): Select => {
  const share = talkOf(index, "share");
  return (one) => 100 * share(one);
};

function cell(values: readonly number[], digits: number): string {
  const { median, minimum, maximum } = summarize(values);
  return `${median.toFixed(digits)} (${minimum.toFixed(digits)}..${maximum.toFixed(digits)})`;
}

/** The cost of a message is that of the highest measured rate. */
function calculated(results: readonly Result[]): string {
  return markdownTable(
    ["messages per connection and second", ...results.map(({ title }) => title)],
    ratesPerConnection.map((rate) => [
      String(rate),
      ...results.map(({ measurements }) => {
        const median = (select: Select) => summarize(measurements.map(select)).median;
        const last = (measurements[0]?.talks.length ?? 0) - 1;
        const stays = median((one) => one.join + one.leave) / staySeconds;
        const each = median((one) => one.idle) + stays + rate * median(talkOf(last, "message"));
        // `each` is in µs per second, so 1,000 connections need as many ms per second.
        const share = each / 10;
        return `${share.toFixed(1)} (${Math.floor((usableShare * 1e6) / each)})`;
      }),
    ]),
  );
}
