import type { Occupant, Occupants } from "./occupants.ts";
import type { Report } from "./telemetry/fact.ts";

export interface DrainOptions {
  readonly occupants: Occupants;
  /** When it is over at the latest. */
  readonly seconds: number;
  /** Ends it at once. */
  readonly signal: AbortSignal;
  readonly report: Report;
}

/** So many come back one after the other, and so fast, that another node can serve them all. */
const paceMs = 5;
/** What a load balancer needs at least to learn that this node is no more to be chosen. */
const shortestMs = 1_000;
const longestMs = 10_000;

/** How often it is looked whose turn it is. */
const tickMs = 20;

/**
 * Empties the server, until nobody is left or the time is over. First those move who do so by themselves,
 * each at another time. The others are let go when these are gone, one after the other, as late as
 * the time permits: until then they are served, and whoever restarts on one node keeps them waiting least.
 */
export async function drain({ occupants, seconds, signal, report }: DrainOptions): Promise<void> {
  const endMs = performance.now() + seconds * 1_000;
  const leftMs = () => endMs - performance.now();
  const present = occupants.all();
  const movers = present.filter(({ hearsDrain }) => hearsDrain);
  report({ type: "server.draining", sockets: present.length, movers: movers.length, seconds });
  askToMove(movers, spreadMs(movers.length, seconds));
  const overMs = spreadMs(present.length - movers.length, seconds);
  await gone(occupants, movers, { forMs: leftMs() - overMs, signal });
  await dismiss(occupants, new Set(movers), { overMs, signal });
  await gone(occupants, occupants.all(), { forMs: leftMs(), signal });
  if (!signal.aborted) report({ type: "server.drained", left: occupants.size });
}

/** Over which time so many are spread. */
function spreadMs(count: number, seconds: number): number {
  if (count === 0) return 0;
  const wantedMs = Math.min(Math.max(count * paceMs, shortestMs), longestMs);
  return Math.min(wantedMs, (seconds * 1_000) / 3);
}

function askToMove(movers: readonly Occupant[], overMs: number): void {
  for (const [index, mover] of movers.entries()) {
    mover.askToMove(Math.ceil((overMs * (index + 1)) / movers.length));
  }
}

interface Patience {
  readonly forMs: number;
  readonly signal: AbortSignal;
}

async function gone(
  occupants: Occupants,
  awaited: readonly Occupant[],
  { forMs, signal }: Patience,
): Promise<void> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), forMs);
  await occupants.gone(awaited, AbortSignal.any([signal, timeout.signal]));
  clearTimeout(timer);
}

interface Spread {
  readonly overMs: number;
  readonly signal: AbortSignal;
}

/** Dismisses everybody but the movers. */
async function dismiss(
  occupants: Occupants,
  movers: ReadonlySet<Occupant>,
  { overMs, signal }: Spread,
): Promise<void> {
  const others = occupants.all().filter((occupant) => !movers.has(occupant));
  const startMs = performance.now();
  let next = 0;
  while (next < others.length && occupants.size > 0 && !signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, tickMs));
    const part = Math.min((performance.now() - startMs) / overMs, 1);
    const due = Math.floor(others.length * part);
    for (const occupant of others.slice(next, due)) occupant.dismiss();
    next = due;
  }
}
