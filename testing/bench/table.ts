import { markdownTable } from "../kit/markdown.ts";
import type { Result } from "./results.ts";
import type { Task } from "./tasks.ts";

const heads = ["server", "signal", "bytes", "µs median", "min..max", "ratio", "min..max"];

/** Returns a Markdown table of the results of one kind of task. */
export function tableOf(name: Task["name"], results: readonly Result[]): string {
  const ofTask = results.filter(({ task }) => task.name === name);
  return markdownTable(heads, ofTask.map(cellsOf));
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
