import { type Summary, summarize } from "../statistics.ts";
import type { Measurement } from "./measure.ts";
import { type Milestone, milestones } from "./page.ts";
import type { Situation } from "./situations.ts";
import { own, type Subject } from "./subjects.ts";

/** The results of all rounds for one subject in one situation. */
export interface Result {
  readonly subject: Subject;
  /** In milliseconds since the join. */
  readonly milliseconds: Readonly<Record<Milestone, Summary>>;
  /** The median time of this client to the open data channel, divided by the median time of the subject. */
  readonly ratio: number;
}

export function resultsOf(
  measurements: readonly Measurement[],
  situation: Situation,
  subjects: readonly Subject[],
): Result[] {
  const here = measurements.filter((one) => one.situation === situation);
  const timesOf = (subject: Subject, milestone: Milestone) =>
    here.filter((one) => one.subject === subject).map(({ times }) => times[milestone]);
  const openOf = (subject: Subject) => summarize(timesOf(subject, "open")).median;
  return subjects.map((subject) => {
    const summaries = milestones.map((name) => [name, summarize(timesOf(subject, name))]);
    return {
      subject,
      milliseconds: Object.fromEntries(summaries) as Result["milliseconds"],
      ratio: openOf(own) / openOf(subject),
    };
  });
}
