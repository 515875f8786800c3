import { type Measurement, type Quantity, quantities } from "./quantities.ts";
import { type Summary, summarize } from "./statistics.ts";
import type { Comparison, Subject } from "./subjects.ts";

/** The values of all rounds for one quantity of one server. */
export interface Result {
  readonly quantity: Quantity;
  readonly subject: Subject;
  readonly values: Summary;
  /** The ratio of the median to that of the baseline; `undefined` if the baseline has no value. */
  readonly ratio: number | undefined;
}

/** Returns the results in the order of the quantities and servers. Leaves out what was not measured. */
export function resultsOf(
  measurements: readonly Measurement[],
  { subjects, baseline }: Comparison,
): Result[] {
  return Object.values(quantities).flatMap((quantity) => {
    const summaryOf = (subject: Subject): Summary | undefined => {
      const own = measurements.filter(
        (one) => one.quantity === quantity && one.subject === subject,
      );
      return own.length === 0 ? undefined : summarize(own.map(({ value }) => value));
    };
    const reference = summaryOf(baseline);
    return subjects.flatMap((subject) => {
      const values = summaryOf(subject);
      if (!values) return [];
      return { quantity, subject, values, ratio: reference && values.median / reference.median };
    });
  });
}
