import { setTimeout } from "node:timers/promises";
import { type Figure, note } from "../kit/verdict.ts";
import { ClientFleet } from "./client-fleet.ts";
import { presenceFigures, signalFigures, timesOf } from "./figures.ts";
import { type Field, injectFault } from "./inject-fault.ts";
import type { Options } from "./options.ts";
import { Oracle } from "./oracle.ts";
import { affectedBy, type FaultKind, type PlannedFault, planOf } from "./plan.ts";
import { ServerGroup } from "./server-group.ts";
import { answered, settled } from "./settle.ts";

/** Time limit at the end until every roster must be correct, in addition to the grace period, in milliseconds. */
const settleMs = 60_000;

/** The limit for the resume on another server after a kill, for 99 % of all clients, in milliseconds. */
const mostResumeMs = 5_000;

type Progress = (sentence: string) => void;

/** Runs one drill and returns its results. */
export async function drill(options: Options, progress: Progress): Promise<Figure[]> {
  const { seed, nodes, peers, rooms, processes, seconds, signals, graceSeconds } = options;
  const oracle = new Oracle();
  const size = { slots: peers, processes };
  const servers = await ServerGroup.start(nodes, { SESSION_GRACE: String(graceSeconds) });
  const fleet = await ClientFleet.start({
    ...size,
    rooms,
    oracle,
    seed,
    servers,
    perSecond: signals / seconds,
  });
  try {
    await settled(fleet, settleMs);
    fleet.talk();
    const plan = planOf({ ...options, ...size });
    const field = { fleet, oracle, servers, size };
    const troubled = await carryOut(plan, field, { seconds, progress });
    fleet.hush();
    progress("waiting until all rosters are correct");
    const [wrong, tookMs] = await settled(fleet, settleMs + graceSeconds * 1_000);
    const answeredMs = await answered(oracle);
    for (const sentence of [...wrong, ...oracle.unanswered]) progress(sentence);
    for (const sentence of oracle.wrongLeaves(troubled)) progress(sentence);
    for (const sentence of [...oracle.errors, ...oracle.vainJoins]) progress(sentence);
    return [
      ...planFigures(plan),
      ...signalFigures(oracle),
      note("time until all signals had an outcome", answeredMs, " ms"),
      ...presenceFigures(oracle, { wrong, tookMs, excused: troubled }),
      ...recoveryFigures(oracle, nodes),
    ];
  } finally {
    await fleet.stop();
    await servers.stop();
  }
}

interface Course {
  readonly seconds: number;
  readonly progress: Progress;
}

/** Returns the peers whose session may have expired, because a fault kept them away for too long. */
async function carryOut(
  plan: readonly PlannedFault[],
  field: Field,
  { seconds, progress }: Course,
): Promise<ReadonlySet<string>> {
  const startMs = performance.now();
  const excused = new Set<string>();
  const striking = plan.map(async (fault, index) => {
    await setTimeout(Math.max(fault.atMs - (performance.now() - startMs), 0));
    if (isLong(fault)) {
      for (const slot of affectedBy(fault.kind, fault.slot, field.size)) {
        excused.add(field.fleet.peerId(slot));
      }
    }
    progress(`${index + 1}/${plan.length} ${fault.kind} ${fault.slot} ${fault.durationMs} ms`);
    await injectFault(field, fault);
  });
  await Promise.all([...striking, setTimeout(seconds * 1_000)]);
  return excused;
}

/** The absence may exceed the grace period, including detection and reconnection. */
function isLong({ kind, durationMs }: PlannedFault): boolean {
  return kind === "deaf-client" || (kind === "sleep" && durationMs > 25_000);
}

function planFigures(plan: readonly PlannedFault[]): Figure[] {
  const counts = new Map<FaultKind, number>();
  for (const { kind } of plan) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => note(`faults: ${kind}`, count));
}

function recoveryFigures({ recoveriesMs }: Oracle, nodes: number): Figure[] {
  const { connection, server } = recoveriesMs;
  // A server alone must start again first.
  const mostMs = nodes > 1 ? mostResumeMs : Number.POSITIVE_INFINITY;
  return [
    ...timesOf("recovered cut or half-open connections", "recovery time", connection),
    ...timesOf(
      "connections that recovered from a kill of their server",
      "resume time",
      server,
      mostMs,
    ),
  ];
}
