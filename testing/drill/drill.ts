import { setTimeout } from "node:timers/promises";
import { atMost, type Figure, note } from "../kit/verdict.ts";
import { ClientFleet } from "./client-fleet.ts";
import { type Field, injectFault } from "./inject-fault.ts";
import type { Options } from "./options.ts";
import { Oracle } from "./oracle.ts";
import { affectedBy, type FaultKind, type PlannedFault, planOf } from "./plan.ts";
import { ServerGroup } from "./server-group.ts";

/** Time limit at the end until every roster must be correct, in addition to the grace period, in milliseconds. */
const settleMs = 60_000;

/** Time limit at the end until every signal must have an outcome, in milliseconds. */
const answerMs = 30_000;

const lookMs = 250;

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
    // Messages that have not arrived by now are lost.
    await setTimeout(1_000);
    for (const sentence of [...wrong, ...oracle.unanswered]) progress(sentence);
    return [
      ...planFigures(plan),
      ...signalFigures(oracle),
      note("time until all signals had an outcome", answeredMs, " ms"),
      ...presenceFigures(oracle, { wrong, tookMs, excused: troubled, progress }),
      ...recoveryFigures(oracle),
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

async function settled(
  fleet: ClientFleet,
  mostMs: number,
): Promise<readonly [readonly string[], number]> {
  const startMs = performance.now();
  for (;;) {
    const wrong = await fleet.wrongRosters();
    const tookMs = performance.now() - startMs;
    if (wrong.length === 0 || tookMs > mostMs) return [wrong, tookMs];
    await setTimeout(lookMs);
  }
}

/** Waits until every signal has an outcome: a client may just be about to repeat one. */
async function answered(oracle: Oracle): Promise<number> {
  const startMs = performance.now();
  const tookMs = () => performance.now() - startMs;
  while (oracle.count().unanswered > 0 && tookMs() < answerMs) await setTimeout(lookMs);
  return tookMs();
}

function planFigures(plan: readonly PlannedFault[]): Figure[] {
  const counts = new Map<FaultKind, number>();
  for (const { kind } of plan) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => note(`faults: ${kind}`, count));
}

function signalFigures(oracle: Oracle): Figure[] {
  const { sent, accepted, surfaced, refused, lost, twice, outOfOrder, unanswered } = oracle.count();
  return [
    note("signals sent", sent),
    note("signals accepted", accepted),
    ...[...refused].map(([code, count]) => note(`refused: ${code}`, count)),
    note("signals received", surfaced),
    atMost("signals accepted but lost", lost, 0),
    atMost("signals received twice", twice, 0),
    atMost("signals out of order", outOfOrder, 0),
    atMost("signals without an outcome", unanswered, 0),
  ];
}

interface Outcome {
  readonly wrong: readonly string[];
  readonly tookMs: number;
  readonly excused: ReadonlySet<string>;
  readonly progress: Progress;
}

function presenceFigures(oracle: Oracle, { wrong, tookMs, excused, progress }: Outcome): Figure[] {
  const leaves = oracle.wrongLeaves(excused);
  for (const sentence of [...leaves, ...oracle.errors, ...oracle.vainJoins]) progress(sentence);
  return [
    note("peers present at the end", oracle.present.length),
    atMost("wrong rosters at the end", wrong.length, 0),
    note("time until all rosters were correct", tookMs, " ms"),
    atMost("false leaves", leaves.length, 0),
    note("peers excluded from that check", excused.size),
    atMost("channels that closed with an error", oracle.errors.length, 0),
    note("first connects that failed and were repeated", oracle.vainJoins.length),
  ];
}

function recoveryFigures({ recoveriesMs: { connection, server } }: Oracle): Figure[] {
  return [
    ...timesOf("recovered cut or half-open connections", "recovery time", connection),
    ...timesOf("connections that recovered from a kill of their server", "resume time", server),
  ];
}

function timesOf(count: string, time: string, timesMs: readonly number[]): Figure[] {
  if (timesMs.length === 0) return [];
  const sorted = timesMs.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  return [
    note(count, sorted.length),
    note(`${time}, median`, at(0.5), " ms"),
    note(`${time}, p99`, at(0.99), " ms"),
    note(`${time}, maximum`, at(1), " ms"),
  ];
}
