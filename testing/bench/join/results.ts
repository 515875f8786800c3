import { type Summary, summarize } from "../statistics.ts";
import type { Measurement } from "./measure.ts";
import { type Milestone, milestones } from "./page.ts";
import { baseline, type Subject, subjects } from "./subjects.ts";

/** The results of all rounds for one subject. */
export interface Result {
  readonly subject: Subject;
  /** In milliseconds since the join. */
  readonly milliseconds: Readonly<Record<Milestone, Summary>>;
  /** The ratio of the time to the open data channel to that of the baseline, within each round. */
  readonly ratioToBaseline: Summary;
}

export function resultsOf(rounds: readonly (readonly Measurement[])[]): Result[] {
  return subjects.map((subject) => {
    const times = (milestone: Milestone) => rounds.map((round) => find(round, subject, milestone));
    const ratios = rounds.map(
      (round) => find(round, subject, "open") / find(round, baseline, "open"),
    );
    const summaries = milestones.map((milestone) => [milestone, summarize(times(milestone))]);
    return {
      subject,
      milliseconds: Object.fromEntries(summaries) as Result["milliseconds"],
      ratioToBaseline: summarize(ratios),
    };
  });
}

function find(round: readonly Measurement[], subject: Subject, milestone: Milestone): number {
  const found = round.find((one) => one.subject === subject);
  return found?.times[milestone] ?? Number.NaN;
}
