import type { Machine } from "../../kit/machine.ts";
import { markdownTable } from "../../kit/markdown.ts";
import type { Summary } from "../statistics.ts";
import { milestones } from "./page.ts";
import type { Result } from "./results.ts";

export interface Setting {
  readonly machine: Machine;
  /** The load averages of the machine at the start and at the end. */
  readonly loads: readonly number[];
  /** The names and versions of the browsers. */
  readonly browsers: readonly string[];
  /** The versions of the packages. */
  readonly versions: readonly string[];
  readonly rounds: number;
}

export interface Section {
  readonly title: string;
  readonly results: readonly Result[];
}

/** Returns the report that is printed at the end. */
export function report(setting: Setting, sections: readonly Section[]): string {
  const { machine, loads, browsers, versions, rounds } = setting;
  const { processor, cores, system, node, date } = machine;
  return `${processor}, ${cores} cores, ${system}, Node ${node}, ${browsers.join(", ")}, ${date}
${versions.join(", ")}
rounds: ${rounds}; load of the machine: ${loads.map((load) => load.toFixed(1)).join(" to ")}

Median ms since the call, 10th to 90th percentile of *open*, and the time to *open* of this client divided by that of the row

${sections.map(({ title, results }) => `${title}\n\n${tableOf(results)}\n`).join("\n")}`;
}

function tableOf(results: readonly Result[]): string {
  const rows = results.map(({ subject, milliseconds, ratio }) => [
    subject.title,
    ...milestones.map((milestone) => milliseconds[milestone].median.toFixed(1)),
    middleOf(milliseconds.open),
    ratio.toFixed(2),
  ]);
  return markdownTable(["", ...milestones, "open, p10..p90", "ratio"], rows);
}

const middleOf = ({ tenth, ninetieth }: Summary) => `${tenth.toFixed(1)}..${ninetieth.toFixed(1)}`;
