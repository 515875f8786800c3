import type { Report } from "../telemetry/fact.ts";
import type { OpenConnection, OpenConnections } from "./open-connections.ts";

export interface DrainOptions {
  readonly openConnections: OpenConnections;
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
export async function drain({
  openConnections,
  seconds,
  signal,
  report,
}: DrainOptions): Promise<void> {
  const endMs = performance.now() + seconds * 1_000;
  const leftMs = () => endMs - performance.now();
  const present = openConnections.all();
  const movers = present.filter(({ supportsDrain }) => supportsDrain);
  report({ type: "server.draining", sockets: present.length, movers: movers.length, seconds });
  askToMove(movers, spreadMs(movers.length, seconds));
  const overMs = spreadMs(present.length - movers.length, seconds);
  await gone(openConnections, movers, { forMs: leftMs() - overMs, signal });
  await dismiss(openConnections, new Set(movers), { overMs, signal });
  await gone(openConnections, openConnections.all(), { forMs: leftMs(), signal });
  if (!signal.aborted) report({ type: "server.drained", left: openConnections.size });
}

/** Over which time so many are spread. */
function spreadMs(count: number, seconds: number): number {
  if (count === 0) return 0;
  const wantedMs = Math.min(Math.max(count * paceMs, shortestMs), longestMs);
  return Math.min(wantedMs, (seconds * 1_000) / 3);
}

function askToMove(movers: readonly OpenConnection[], overMs: number): void {
  for (const [index, mover] of movers.entries()) {
    mover.askToMove(Math.ceil((overMs * (index + 1)) / movers.length));
  }
}

interface Patience {
  readonly forMs: number;
  readonly signal: AbortSignal;
}

async function gone(
  openConnections: OpenConnections,
  awaited: readonly OpenConnection[],
  { forMs, signal }: Patience,
): Promise<void> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), forMs);
  await openConnections.gone(awaited, AbortSignal.any([signal, timeout.signal]));
  clearTimeout(timer);
}

interface Spread {
  readonly overMs: number;
  readonly signal: AbortSignal;
}

/** Dismisses everybody but the movers. */
async function dismiss(
  openConnections: OpenConnections,
  movers: ReadonlySet<OpenConnection>,
  { overMs, signal }: Spread,
): Promise<void> {
  const others = openConnections.all().filter((openConnection) => !movers.has(openConnection));
  const startMs = performance.now();
  let next = 0;
  while (next < others.length && openConnections.size > 0 && !signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, tickMs));
    const part = Math.min((performance.now() - startMs) / overMs, 1);
    const due = Math.floor(others.length * part);
    for (const openConnection of others.slice(next, due)) openConnection.dismiss();
    next = due;
  }
}
