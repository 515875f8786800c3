import type { Result } from "./results.ts";
import type { Task } from "./tasks.ts";

const heads = ["server", "signal", "bytes", "µs median", "min..max", "ratio", "min..max"];

/** A Markdown table of the results of one kind of task. */
export function tableOf(name: Task["name"], results: readonly Result[]): string {
  const rows = results.filter(({ task }) => task.name === name).map(cellsOf);
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = line(widths.map((width) => "-".repeat(width)));
  return [line(heads), rule, ...rows.map(line)].join("\n");
}

function cellsOf({ task, subject, microsecondsPerMessage, ratioToBaseline }: Result): string[] {
  const { signal } = task;
  const time = microsecondsPerMessage;
  const ratio = ratioToBaseline;
  return [
    subject.title,
    signal.name,
    String(Buffer.byteLength(signal.text(0))),
    time.median.toFixed(1),
    `${time.minimum.toFixed(1)}..${time.maximum.toFixed(1)}`,
    ratio.median.toFixed(2),
    `${ratio.minimum.toFixed(2)}..${ratio.maximum.toFixed(2)}`,
  ];
}
