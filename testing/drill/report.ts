import type { Machine } from "../kit/machine.ts";
import { markdownTable } from "../kit/markdown.ts";
import type { Figure } from "../kit/verdict.ts";
import type { Options } from "./options.ts";

export interface Setting {
  readonly machine: Machine;
  readonly options?: Pick<Options, "seed">;
}

/** Returns the report that is printed at the end. */
function report({ machine, options }: Setting, figures: readonly Figure[]): string {
  const { processor, cores, system, node, date } = machine;
  const rows = figures.map(({ name, value, held }) => [name, value, held ? "yes" : "**no**"]);
  return `${processor}, ${cores} cores, ${system}, Node ${node}, ${date}${options ? `; seed ${options.seed}` : ""}

${markdownTable(["figure", "value", "held"], rows)}
`;
}

/** Prints figures as a table or as JSON. Sets the exit code: 1 if a check failed. */
export function printFigures(setting: Setting, figures: readonly Figure[], isJson = false): void {
  const text = isJson ? `${JSON.stringify({ setting, figures })}\n` : report(setting, figures);
  process.stdout.write(text);
  process.exitCode = figures.every(({ held }) => held) ? 0 : 1;
}
