import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { BulkOrder, BulkReport } from "./bulk-clients.ts";
import { Progress } from "./progress.ts";

/** All clients share one IP address here, so the limits per address must not apply. */
export const bulkLimits = {
  MAX_SOCKETS_PER_ADDRESS: "0",
  CONNECTS_PER_MINUTE: "0",
  ADDRESS_SHARE: "0",
};

export interface BulkFleetOptions
  extends Pick<BulkOrder, "url" | "addresses" | "token" | "peersPerRoom"> {
  readonly clients: number;
  readonly processes: number;
}

/** The reports of all processes together. */
export interface BulkState extends BulkReport {
  /** The number of absences that ended. */
  readonly returned: number;
}

/** The time without any progress after which a drill gives up, in milliseconds: a busy machine needs minutes for all clients. */
const patienceMs = 120_000;

/** Many clients in some processes. */
export class BulkFleet {
  readonly #clients: number;
  readonly #processes: readonly ChildProcess[];
  #leavesOfFirstConnections = 0;

  constructor({ clients, processes, ...order }: BulkFleetOptions) {
    this.#clients = clients;
    this.#processes = Array.from({ length: processes }, (_, index) => {
      const bulkClients = fork(fileURLToPath(new URL("bulk-clients.ts", import.meta.url)));
      const from = Math.floor((clients * index) / processes);
      const count = Math.floor((clients * (index + 1)) / processes) - from;
      bulkClients.send({ ...order, from, count } satisfies BulkOrder);
      return bulkClients;
    });
  }

  async state(): Promise<BulkState> {
    const reports = await Promise.all(this.#processes.map(reportOf));
    const awayMs = reports.flatMap((report) => report.awayMs);
    return {
      connected: reports.reduce((sum, { connected }) => sum + connected, 0),
      errors: reports.flatMap(({ errors }) => errors),
      leaves: reports.reduce((sum, { leaves }) => sum + leaves, 0) - this.#leavesOfFirstConnections,
      newSessions: reports.reduce((sum, { newSessions }) => sum + newSessions, 0),
      awayMs,
      returned: awayMs.length,
    };
  }

  /**
   * Waits until all clients are ready. A client that gave up counts as ready, so that the figures show its error. Leaves until
   * then are not counted: a client whose first connection took too long has left, and joined again.
   */
  async untilConnected(): Promise<void> {
    const settled = ({ connected, errors }: BulkState) => connected + errors.length;
    await this.#until("all clients are ready", this.#clients, settled);
    this.#leavesOfFirstConnections = (await this.state()).leaves;
  }

  /** Waits until all clients have lost their connections, and are connected again or gave up. */
  async untilReturned(): Promise<void> {
    const settled = ({ connected, returned, errors }: BulkState) =>
      Math.min(connected, returned) + errors.length;
    await this.#until("all clients are ready again", this.#clients, settled);
  }

  stop(): void {
    for (const bulkClients of this.#processes) bulkClients.kill("SIGKILL");
  }

  async #until(
    what: string,
    clients: number,
    settledIn: (state: BulkState) => number,
  ): Promise<void> {
    const progress = new Progress(patienceMs);
    for (;;) {
      const state = await this.state();
      const settled = settledIn(state);
      if (settled >= clients) return;
      if (progress.hasEnded(settled)) throw new Error(`${what}: ${problemOf(state)}`);
      await setTimeout(100);
    }
  }
}

function problemOf({ connected, returned, newSessions, errors }: BulkState): string {
  const counts = JSON.stringify({ connected, returned, newSessions, errors: errors.length });
  return `no progress for ${patienceMs / 1_000} s; ${counts} ${errors[0] ?? ""}`;
}

async function reportOf(bulkClients: ChildProcess): Promise<BulkReport> {
  bulkClients.send("report");
  const [report] = (await once(bulkClients, "message")) as [BulkReport];
  return report;
}
