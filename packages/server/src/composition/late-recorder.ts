import type { Fact, Report } from "../telemetry/fact.ts";

/** A part that receives facts, and whose code is loaded only if it is on. */
export interface LateRecorder<Recorder> {
  readonly record: Report;
  readonly loading: Promise<Recorder>;
}

/** Loads a part. It receives the facts of the meantime afterwards. */
export function lateRecorder<Recorder extends { record(fact: Fact): void }>(
  load: () => Promise<Recorder>,
): LateRecorder<Recorder> {
  const earlier: Fact[] = [];
  let record: Report = (fact) => earlier.push(fact);
  const start = async () => {
    const recorder = await load();
    record = (fact) => recorder.record(fact);
    for (const fact of earlier.splice(0)) record(fact);
    return recorder;
  };
  const loading = start();
  return { record: (fact) => record(fact), loading };
}
