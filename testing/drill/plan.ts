import type { Direction } from "../kit/fault.ts";
import { SeededRandom } from "./seeded-random.ts";

export const faultKinds = [
  "reset",
  "half-open",
  "deaf-client",
  "black-hole",
  "delay",
  "sleep",
  "leave",
  "crash",
  "kill-server",
  "drain-server",
  "cut-server",
  "reset-server",
  "kill-redis",
  "hang-redis",
] as const;

/** The kinds that need several servers. */
export const clusterKinds: readonly FaultKind[] = [
  "drain-server",
  "cut-server",
  "reset-server",
  "kill-redis",
  "hang-redis",
];

export type FaultKind = (typeof faultKinds)[number];

/** One fault: its kind, time and target. */
export interface PlannedFault {
  readonly kind: FaultKind;
  readonly atMs: number;
  readonly durationMs: number;
  /**
   * The affected client; `sleep` and `crash` affect its whole process, and the faults of servers and of Redis affect all
   * clients. Of several servers, one in turn has the fault.
   */
  readonly slot: number;
  readonly direction: Direction;
}

export interface PlanOptions {
  readonly seed: number;
  readonly faults: number;
  readonly seconds: number;
  readonly slots: number;
  readonly processes: number;
  readonly kinds: readonly FaultKind[];
  /** Duration of the longest sleep, in seconds. */
  readonly sleepSeconds: number;
}

/** Minimum and maximum duration of each kind, in milliseconds. */
const durations: Readonly<Record<FaultKind, readonly [number, number]>> = {
  reset: [0, 0],
  "half-open": [0, 0],
  "deaf-client": [0, 0],
  "black-hole": [500, 8_000],
  delay: [1_000, 5_000],
  sleep: [1_000, 1_000],
  leave: [0, 0],
  crash: [0, 0],
  "kill-server": [200, 2_000],
  "drain-server": [200, 2_000],
  "cut-server": [1_000, 10_000],
  "reset-server": [0, 0],
  "kill-redis": [200, 5_000],
  "hang-redis": [500, 5_000],
};

/** Minimum pause between two faults of one client, in milliseconds. */
const restMs = 1_500;

/** Minimum interval between two kills of the only server, in milliseconds. */
const betweenKillsMs = 20_000;

/**
 * Minimum time from the end of a fault of a server or of Redis to the next one, in milliseconds. Until then, another server
 * has taken over. Data that a server and Redis lose at the same time may be lost.
 */
const recoveryMs: Partial<Record<FaultKind, number>> = {
  "kill-server": 10_000,
  "drain-server": 3_000,
  "cut-server": 10_000,
  "reset-server": 1_000,
  "kill-redis": 8_000,
  "hang-redis": 3_000,
};

const directions: readonly Direction[] = ["up", "down", "both"];

/**
 * Distributes faults over the time; equal options give equal plans. A client has one fault at a time. If all clients have
 * one, the next fault is a cut of any connection.
 */
export function planOf(options: PlanOptions): readonly PlannedFault[] {
  const random = new SeededRandom(options.seed);
  const times = Array.from(
    { length: options.faults },
    () => 1_000 + random.below(options.seconds * 1_000 - 1_000),
  ).sort((one, other) => one - other);
  const freeAtMs = new Array<number>(options.slots).fill(0);
  const isAlone = !options.kinds.some((kind) => clusterKinds.includes(kind));
  let killAtMs = isAlone ? 5_000 : 2_000;
  return times.map((atMs) => {
    const kinds = options.kinds.filter((kind) => !isOfServers(kind) || atMs >= killAtMs);
    const free = freeAtMs.flatMap((ms, slot) => (ms <= atMs ? [slot] : []));
    const isCalm = kinds.length > 0 && free.length > 0;
    const slot = isCalm ? random.of(free) : random.below(options.slots);
    const kind = isCalm ? random.of(kinds.flatMap(oftenAs)) : "reset";
    const direction = random.of(directions);
    const [least, most] = durations[kind];
    const longest = kind === "sleep" ? options.sleepSeconds * 1_000 : most;
    const durationMs = least + random.below(longest - least + 1);
    if (isOfServers(kind)) {
      killAtMs = atMs + (isAlone ? betweenKillsMs : durationMs + recoveryMsOf(kind));
    }
    for (const affected of affectedBy(kind, slot, options)) {
      freeAtMs[affected] = atMs + durationMs + restMs;
    }
    return { kind, atMs, durationMs, slot, direction };
  });
}

/** Faults that affect many clients at once are rarer. */
function oftenAs(kind: FaultKind): readonly FaultKind[] {
  return isOfProcess(kind) || kind === "kill-server" ? [kind] : [kind, kind, kind, kind, kind];
}

function isOfProcess(kind: FaultKind): boolean {
  return kind === "sleep" || kind === "crash";
}

/** Returns the time that several servers need to recover from a fault of a server or of Redis. */
export function recoveryMsOf(kind: FaultKind): number {
  return recoveryMs[kind] ?? 0;
}

function isOfServers(kind: FaultKind): boolean {
  return kind === "kill-server" || clusterKinds.includes(kind);
}

/** Every n-th client belongs to the same process. */
export function processOf(slot: number, { processes }: Pick<PlanOptions, "processes">): number {
  return slot % processes;
}

export function affectedBy(
  kind: FaultKind,
  slot: number,
  options: Pick<PlanOptions, "processes" | "slots">,
): readonly number[] {
  if (!isOfProcess(kind)) return [slot];
  const all = Array.from({ length: options.slots }, (_, index) => index);
  return all.filter((other) => processOf(other, options) === processOf(slot, options));
}
