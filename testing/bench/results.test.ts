import { expect, test } from "vitest";
import { quantities } from "./quantities.ts";
import { resultsOf } from "./results.ts";
import { comparisonWith } from "./subjects.ts";

test("a ratio compares the median of a server with that of the baseline", () => {
  const comparison = comparisonWith(undefined);
  const { baseline } = comparison;
  const [subject] = comparison.subjects;
  if (!subject) throw new Error("nothing is measured");
  const quantity = quantities.start;
  const values = (of: typeof subject, ...all: number[]) =>
    all.map((value) => ({ quantity, subject: of, value }));
  const measurements = [...values(subject, 90, 10, 30), ...values(baseline, 20, 60, 5)];
  const found = resultsOf(measurements, comparison).map((result) => ({
    server: result.subject,
    median: result.values.median,
    ratio: result.ratio,
  }));
  expect(found).toEqual([
    { server: subject, median: 30, ratio: 1.5 },
    { server: baseline, median: 20, ratio: 1 },
  ]);
});
