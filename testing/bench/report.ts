import type { Machine } from "../kit/machine.ts";
import { markdownTable } from "../kit/markdown.ts";
import type { Options } from "./options.ts";
import { type Quantity, quantities } from "./quantities.ts";
import type { Result } from "./results.ts";
import type { Comparison } from "./subjects.ts";

interface Run extends Options {
  readonly comparison: Comparison;
}

const missing = "–";

/** Returns the report that is printed at the end: one table of all quantities, and one table for each. */
export function report(machine: Machine, run: Run, results: readonly Result[]): string {
  const { processor, cores, system, node, date } = machine;
  const { rounds, messages, idle, joining, comparison } = run;
  const measured = Object.values(quantities).filter((quantity) =>
    results.some((result) => result.quantity === quantity),
  );
  const details = measured.map(
    (quantity) => `${quantity.description}\n\n${detailsOf(quantity, results)}`,
  );
  return `${processor}, ${cores} cores, ${system}, Node ${node}, ${date}
${rounds} rounds, ${messages} messages per measurement, ${idle} idle peers, ${joining} joining clients
Medians, and in parentheses their ratios to those of the ${comparison.baseline.title}

${overview(measured, comparison, results)}

${details.join("\n\n")}`;
}

function overview(
  measured: readonly Quantity[],
  comparison: Comparison,
  results: readonly Result[],
): string {
  const subjects = comparison.subjects.filter((subject) =>
    results.some((result) => result.subject === subject),
  );
  const cell = (result: Result | undefined) => {
    if (!result) return missing;
    const { quantity, values, ratio } = result;
    return `${values.median.toFixed(quantity.digits)} (${ratioText(ratio)})`;
  };
  const rows = measured.map((quantity) => [
    quantity.name,
    ...subjects.map((subject) =>
      cell(results.find((one) => one.quantity === quantity && one.subject === subject)),
    ),
  ]);
  return markdownTable(["quantity", ...subjects.map(({ title }) => title)], rows);
}

function detailsOf(quantity: Quantity, results: readonly Result[]): string {
  const rows = results
    .filter((result) => result.quantity === quantity)
    .map(({ subject, values: { median, minimum, maximum }, ratio }) => [
      subject.title,
      median.toFixed(quantity.digits),
      `${minimum.toFixed(quantity.digits)}..${maximum.toFixed(quantity.digits)}`,
      ratioText(ratio),
    ]);
  return markdownTable(["server", "median", "min..max", "ratio"], rows);
}

function ratioText(ratio: number | undefined): string {
  return ratio === undefined ? missing : ratio.toFixed(2);
}
