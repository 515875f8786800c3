import { expect, test } from "vitest";
import type { Measurement } from "./measure.ts";
import { type Milestone, milestones, type Times } from "./page.ts";
import { resultsOf } from "./results.ts";
import { situationsOf } from "./situations.ts";
import { own, type Subject, subjectsWith } from "./subjects.ts";

test("a ratio compares the medians of this client and of another one in the same situation", () => {
  const subjects = subjectsWith(undefined);
  const [, other] = subjects as [Subject, Subject];
  const [here, elsewhere] = situationsOf({
    rounds: 1,
    warmUpRounds: 0,
    browsers: ["chromium"],
    delaysMs: [0, 50],
    peers: [2],
    before: undefined,
    json: false,
    help: false,
  });
  if (!here || !elsewhere) throw new Error("there are two delays");
  const opened = (subject: Subject, situation: Measurement["situation"], ...all: number[]) =>
    all.map((open) => ({ subject, situation, times: timesWith({ open }) }));
  const measurements = [
    ...opened(own, here, 90, 10, 30),
    ...opened(other, here, 20, 60, 5),
    ...opened(other, elsewhere, 1_000),
  ];
  const found = resultsOf(measurements, here, [own, other]).map(
    ({ subject, milliseconds, ratio }) => [subject, milliseconds.open.median, ratio],
  );
  expect(found).toEqual([
    [own, 30, 1],
    [other, 20, 1.5],
  ]);
});

function timesWith(known: Partial<Record<Milestone, number>>): Times {
  const none = Object.fromEntries(milestones.map((milestone) => [milestone, 0]));
  return { ...none, ...known } as Times;
}
