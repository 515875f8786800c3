import type { ConnectionProblem } from "simple-webrtc-signaling-client";
import { diagnose } from "simple-webrtc-signaling-client/diagnose";
import { codecsOf, pairsOf, type Stats } from "../reading/stats.ts";
import { type DumpedConnection, jsonOf } from "./dump.ts";
import type { DumpedHappening } from "./dump-events.ts";
import { lastStats, samplesOf } from "./dump-stats.ts";
import type { Direction, Happening } from "./entry.ts";
import { isRecord } from "./file-problem.ts";
import type { Inspection, Transceiver } from "./inspection.ts";

/** Returns the last known state of a connection, and its measurements. */
export function inspectionOf(
  connection: DumpedConnection,
  happenings: readonly DumpedHappening[],
): Inspection {
  const stats = lastStats(connection.series);
  const states = happenings.flatMap(({ happening }) =>
    happening.kind === "connection" ? happening.state : [],
  );
  return {
    state: states.at(-1) ?? "new",
    pairs: pairsOf(stats),
    transceivers: transceiversOf(connection, stats),
    samples: samplesOf(connection.series),
    problems: problemsOf(connection, { happenings, states, stats }),
  };
}

interface Known {
  readonly happenings: readonly DumpedHappening[];
  readonly states: readonly RTCPeerConnectionState[];
  readonly stats: Stats;
}

/** The diagnosis of the client, with all that the dump knows of the connection. A closed one is judged by its last state before. */
function problemsOf(
  { servers, events }: DumpedConnection,
  { happenings, states, stats }: Known,
): readonly ConnectionProblem[] {
  const all = happenings.map(({ happening }) => happening);
  const last = (type: string) => jsonOf(events.findLast((event) => event.type === type)?.value);
  const gatheringAtMs = events.find(({ type }) => type === "icegatheringstatechange")?.atMs;
  const endMs = events.at(-1)?.atMs ?? 0;
  return diagnose({
    connection: {
      getConfiguration: () => ({ iceServers: servers.map((urls) => ({ urls })) }),
      sctp: null,
    },
    connectionState: states.findLast((state) => state !== "closed") ?? "new",
    iceConnectionState: (last("iceconnectionstatechange") ?? "new") as RTCIceConnectionState,
    iceGatheringState: (last("icegatheringstatechange") ?? "new") as RTCIceGatheringState,
    localDescription: sideOf(all, "sent"),
    remoteDescription: sideOf(all, "received"),
    stats: stats as RTCStatsReport,
    iceErrors: all.flatMap((one) =>
      one.kind === "candidate-error" ? [[one.url, one.code] as const] : [],
    ),
    negotiationError: lastFailure(all),
    wasConnected: states.includes("connected"),
    gatheringMs: endMs - (gatheringAtMs ?? endMs),
  });
}

/** The last description of a side, with its candidates. */
function sideOf(all: readonly Happening[], direction: Direction): RTCSessionDescription | null {
  const own = all.filter((one) => "direction" in one && one.direction === direction);
  const described = own.findLast((one) => one.kind === "offer" || one.kind === "answer");
  if (described?.kind !== "offer" && described?.kind !== "answer") return null;
  const lines = own.flatMap((one) =>
    one.kind === "candidate" ? `a=${one.candidate.candidate}\r\n` : [],
  );
  const description = { type: described.kind, sdp: described.sdp + lines.join("") };
  return description as RTCSessionDescription;
}

/** The error of a description, unless another one was used later. */
function lastFailure(all: readonly Happening[]): Error | undefined {
  const last = all.findLast((one) => {
    if (one.kind === "error") return one.code.includes("Description");
    return one.kind === "offer" || one.kind === "answer";
  });
  return last?.kind === "error" ? new Error(last.reason) : undefined;
}

function transceiversOf({ events }: DumpedConnection, stats: Stats): Transceiver[] {
  const codecs = codecsOf(stats);
  const byIndex = new Map<unknown, Transceiver>();
  for (const { type, value } of events) {
    const json = /^transceiver(Added|Modified)$/.test(type) ? jsonOf(value) : undefined;
    if (!isRecord(json)) continue;
    const { transceiverIndex, mid, kind, direction, currentDirection } = json;
    byIndex.set(transceiverIndex, {
      mid: typeof mid === "string" ? mid : null,
      kind: String(kind),
      direction: String(direction),
      currentDirection: typeof currentDirection === "string" ? currentDirection : null,
      codecs: codecs.get(String(mid)),
    });
  }
  return [...byIndex.values()];
}
