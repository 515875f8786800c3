/** The part of the client that explains why there is no connection. It is loaded when it is needed. */
export { diagnoseMedia } from "./media-problem.ts";

import { problemsOf } from "./connection-problems.ts";
import { type ConnectionRecord, factsOf } from "./facts.ts";
import type { ConnectionProblem } from "./problem.ts";

/** Returns the problems of a connection, the most decisive one first. */
export function diagnose(record: ConnectionRecord): readonly ConnectionProblem[] {
  return problemsOf(factsOf(record));
}
