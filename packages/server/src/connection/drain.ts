import type { Report } from "../telemetry/fact.ts";
import type { OpenConnection, OpenConnections } from "./open-connections.ts";
import type { OpenSet } from "./open-set.ts";

export interface DrainOptions {
  readonly openConnections: OpenConnections;
  /** The requests in progress that this node forwards to other nodes. */
  readonly forwardedRequests: Pick<OpenSet<unknown>, "empty">;
  /** The drain timeout. */
  readonly seconds: number;
  /** Ends the drain at once. */
  readonly signal: AbortSignal;
  readonly report: Report;
}

/** Time between two clients that reconnect, in milliseconds, so that the other nodes can serve all of them. */
const paceMs = 5;
/** Minimum duration, in milliseconds, so that load balancers notice that this node is not ready. */
const shortestMs = 1_000;
const longestMs = 10_000;

/** Interval between the steps in which connections are closed, in milliseconds. */
const tickMs = 20;

/**
 * Drains the server until all clients have disconnected, or until the timeout. First, the clients that support `drain`
 * reconnect elsewhere, each at a different time. Then the server closes the other connections, one after the other, as
 * late as the timeout permits: it serves them until then, and after a restart on one node they wait for the shortest time.
 * At last, it waits for the forwarded requests: a client of another node would lose its connection with its request.
 */
export async function drain({
  openConnections,
  forwardedRequests,
  seconds,
  signal,
  report,
}: DrainOptions): Promise<void> {
  const endMs = performance.now() + seconds * 1_000;
  const leftMs = () => endMs - performance.now();
  const all = openConnections.all();
  const movers = all.filter(({ supportsDrain }) => supportsDrain);
  report({ type: "server.draining", sockets: all.length, movers: movers.length, seconds });
  askToMove(movers, spreadMs(movers.length, seconds));
  const overMs = spreadMs(all.length - movers.length, seconds);
  await within(leftMs() - overMs, signal, (end) => openConnections.gone(movers, end));
  await closeGradually(openConnections, new Set(movers), { overMs, signal });
  await within(leftMs(), signal, async (end) => {
    await openConnections.gone(openConnections.all(), end);
    await forwardedRequests.empty(end);
  });
  if (!signal.aborted) report({ type: "server.drained", left: openConnections.size });
}

/** Returns the time over which `count` clients are spread, in milliseconds. */
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

/** Waits with a signal that is aborted after a time, in milliseconds, or with the given signal. */
async function within(
  milliseconds: number,
  signal: AbortSignal,
  wait: (end: AbortSignal) => Promise<void>,
): Promise<void> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), milliseconds);
  await wait(AbortSignal.any([signal, timeout.signal]));
  clearTimeout(timer);
}

interface Spread {
  readonly overMs: number;
  readonly signal: AbortSignal;
}

/** Closes all connections but those of the movers, spread over a time. */
async function closeGradually(
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
    for (const openConnection of others.slice(next, due)) openConnection.close();
    next = due;
  }
}
