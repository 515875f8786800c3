import type { Machine } from "../../kit/machine.ts";
import { markdownTable } from "../../kit/markdown.ts";
import type { Summary } from "../statistics.ts";
import { milestones } from "./page.ts";
import type { Result } from "./results.ts";

export interface Setting {
  readonly machine: Machine;
  /** The version of Chromium. */
  readonly browser: string;
  /** The versions of the packages. */
  readonly versions: readonly string[];
  readonly rounds: number;
}

/** Returns the report that is printed at the end. */
export function report(
  { machine, browser, versions, rounds }: Setting,
  results: readonly Result[],
): string {
  const { processor, cores, system, node, date } = machine;
  return `${processor}, ${cores} cores, ${system}, Node ${node}, Chromium ${browser}, ${date}
${versions.join(", ")}
rounds: ${rounds}; ratio of the time to open to that of this client, per round

Join: from the call to the open data channel, and to the echo of the first message
${openTable(results)}

Milestones: median ms since the call
${wayTable(results)}
`;
}

function openTable(results: readonly Result[]): string {
  const heads = [
    "",
    "open, ms median",
    "p10..p90",
    "ratio",
    "p10..p90",
    "echo, ms median",
    "p10..p90",
  ];
  const rows = results.map(({ subject, milliseconds: { open, echo }, ratioToBaseline: ratio }) => [
    subject.title,
    open.median.toFixed(1),
    middleOf(open, 1),
    ratio.median.toFixed(2),
    middleOf(ratio, 2),
    echo.median.toFixed(1),
    middleOf(echo, 1),
  ]);
  return markdownTable(heads, rows);
}

const middleOf = ({ tenth, ninetieth }: Summary, digits: number) =>
  `${tenth.toFixed(digits)}..${ninetieth.toFixed(digits)}`;

function wayTable(results: readonly Result[]): string {
  const rows = results.map(({ subject, milliseconds }) => [
    subject.title,
    ...milestones.map((milestone) => milliseconds[milestone].median.toFixed(1)),
  ]);
  return markdownTable(["", ...milestones], rows);
}
