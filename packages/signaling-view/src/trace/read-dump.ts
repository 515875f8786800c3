import { type DumpedConnection, dumpedConnection } from "./dump.ts";
import { type DumpedHappening, happeningsOf } from "./dump-events.ts";
import { inspectionOf } from "./dump-inspection.ts";
import { FileProblem, isRecord } from "./file-problem.ts";
import type { Inspection } from "./inspection.ts";
import type { SavedTrace } from "./saved-trace.ts";
import { Trace } from "./trace.ts";

/** A dump of `chrome://webrtc-internals`. */
interface Dump {
  readonly PeerConnections: Readonly<Record<string, unknown>>;
}

export function isDump(value: unknown): value is Dump {
  return isRecord(value) && isRecord(value["PeerConnections"]);
}

/** Reads a dump. The other end of each connection becomes a peer of the trace. */
export function readDump({ PeerConnections }: Dump): SavedTrace {
  const connections = Object.entries(PeerConnections);
  if (connections.length === 0) {
    throw new FileProblem(
      "contains no connections. Open chrome://webrtc-internals before the call begins.",
    );
  }
  const inspections = new Map<string, Inspection>();
  const all = connections.flatMap(([id, value]) => {
    const connection = dumpedConnection(value);
    if (!connection) {
      throw new FileProblem(`is a dump, but its connection ${id} has an unknown format.`);
    }
    const happenings = happeningsOf(connection.events);
    const inspection = inspectionOf(connection, happenings);
    const peerId = `peer ${id}`;
    inspections.set(peerId, inspection);
    return [...happenings, ...failureOf(connection, inspection)].map((one) => ({ ...one, peerId }));
  });
  all.sort((one, other) => one.atMs - other.atMs);
  const trace = new Trace({ most: all.length });
  for (const { happening, ...about } of all) trace.record(happening, about);
  return { trace, selfId: undefined, inspections };
}

/** The reason of a failure, as the last row of a connection that is not open. */
function failureOf(
  { events }: DumpedConnection,
  { state, problems }: Inspection,
): DumpedHappening[] {
  const atMs = events.at(-1)?.atMs;
  const isFailed =
    state !== "connected" && problems.some(({ cause }) => cause !== "still-connecting");
  return isFailed && atMs !== undefined ? [{ atMs, happening: { kind: "failed", problems } }] : [];
}
