/// <reference lib="dom" preserve="true" />

export { diagnoseMedia } from "./media-problem.ts";
export type { ConnectionProblem, ProblemCause } from "./problem.ts";
