import type { Machine } from "../kit/machine.ts";
import { markdownTable } from "../kit/markdown.ts";
import type { Figure } from "../kit/verdict.ts";
import type { Options } from "./options.ts";

export interface Setting {
  readonly machine: Machine;
  readonly options?: Pick<Options, "seed">;
}

/** Returns the report that is printed at the end. */
export function report({ machine, options }: Setting, figures: readonly Figure[]): string {
  const { processor, cores, system, node, date } = machine;
  const rows = figures.map(({ name, value, held }) => [name, value, held ? "yes" : "**no**"]);
  return `${processor}, ${cores} cores, ${system}, Node ${node}, ${date}${options ? `; seed ${options.seed}` : ""}

${markdownTable(["figure", "value", "held"], rows)}
`;
}
