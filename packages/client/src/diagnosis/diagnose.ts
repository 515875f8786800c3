/** The part of the client that measures a connection, and explains why there is none. It is loaded when the first one is open. */
export { reportOf } from "./connection-report.ts";
export { diagnoseMedia } from "./media-problem.ts";

import { problemsOf } from "./connection-problems.ts";
import { type ConnectionRecord, factsOf } from "./facts.ts";
import type { ConnectionProblem } from "./problem.ts";

/**
 * Returns the problems of a connection that no room of the client has, for example one from a file: the most decisive one
 * first, an empty list if there is none. `peer.diagnose()` does the same for a peer.
 *
 * @example
 * const stats = await connection.getStats();
 * const { connectionState, iceConnectionState, iceGatheringState, localDescription, remoteDescription } = connection;
 * const states = { connectionState, iceConnectionState, iceGatheringState };
 * const known = { iceErrors: [], negotiationError: undefined, wasConnected: false, gatheringMs: 15_000 };
 * const record = { connection, ...states, localDescription, remoteDescription, stats, ...known };
 * console.log(diagnose(record).map(({ reason }) => reason));
 */
export function diagnose(record: ConnectionRecord): readonly ConnectionProblem[] {
  return problemsOf(factsOf(record));
}
