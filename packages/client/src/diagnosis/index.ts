/// <reference lib="dom" preserve="true" />

export { diagnose } from "./diagnose.ts";
export type { ConnectionRecord } from "./facts.ts";
export { diagnoseMedia } from "./media-problem.ts";
export type { ConnectionProblem, ProblemCause } from "./problem.ts";
