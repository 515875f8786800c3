import type { Machine } from "../kit/machine.ts";
import { markdownTable } from "../kit/markdown.ts";
import type { Verdict } from "../kit/verdict.ts";
import type { Attack } from "./attack.ts";

/** One attack on every target; `undefined`: the target does not offer the feature. */
export interface Row {
  readonly attack: Attack;
  readonly verdicts: readonly (Verdict | undefined)[];
}

export interface Setting {
  readonly machine: Machine;
  readonly titles: readonly string[];
  readonly versions: readonly string[];
  readonly seed: number;
}

/** Returns the report that is printed at the end. */
export function report({ machine, titles, versions, seed }: Setting, rows: readonly Row[]): string {
  const { processor, cores, system, node, date } = machine;
  const table = rows.map(({ attack, verdicts }) => [attack.name, ...verdicts.map(wordOf)]);
  return `${processor}, ${cores} cores, ${system}, Node ${node}, ${date}
${versions.join(", ")}; seed ${seed}

${markdownTable(["attack", ...titles], table)}

${rows.flatMap((row) => detailsOf(row, titles)).join("\n")}
`;
}

function wordOf(verdict: Verdict | undefined): string {
  if (!verdict) return "not offered";
  return verdict.held ? "held" : "**not held**";
}

function detailsOf({ attack, verdicts }: Row, titles: readonly string[]): string[] {
  const lines = verdicts.flatMap((verdict, index) => {
    if (!verdict) return [];
    const figures = verdict.figures.map(
      ({ name, value, held }) => `${held ? "" : "✗ "}${name} ${value}`,
    );
    return [`  ${titles[index]}: ${figures.join("; ")}`];
  });
  return [`${attack.name}: ${attack.sentence}`, ...lines];
}
