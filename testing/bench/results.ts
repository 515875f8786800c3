import type { Measurement } from "./measure.ts";
import { type Summary, summarize } from "./statistics.ts";
import type { Comparison, Subject } from "./subjects.ts";
import { type Task, tasks } from "./tasks.ts";

/** The results of all rounds for one task on one server. */
export interface Result {
  readonly task: Task;
  readonly subject: Subject;
  readonly microsecondsPerMessage: Summary;
  /** The ratio to the baseline within each round, under equal conditions of the machine. */
  readonly ratioToBaseline: Summary;
}

export function resultsOf(
  rounds: readonly (readonly Measurement[])[],
  { subjects, baseline }: Comparison,
): Result[] {
  return tasks.flatMap((task) =>
    subjects.map((subject) => {
      const own = rounds.map((round) => find(round, task, subject));
      const ratios = rounds.map(
        (round, index) => (own[index] ?? NaN) / find(round, task, baseline),
      );
      return {
        task,
        subject,
        microsecondsPerMessage: summarize(own),
        ratioToBaseline: summarize(ratios),
      };
    }),
  );
}

function find(round: readonly Measurement[], task: Task, subject: Subject): number {
  const found = round.find((one) => one.task === task && one.subject === subject);
  return found?.microsecondsPerMessage ?? Number.NaN;
}
