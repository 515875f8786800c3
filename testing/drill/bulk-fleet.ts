import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { BulkOrder, BulkReport } from "./bulk-clients.ts";

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

const patienceMs = 120_000;

/** Many clients in some processes. */
export class BulkFleet {
  readonly #clients: number;
  readonly #processes: readonly ChildProcess[];

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
      leaves: reports.reduce((sum, { leaves }) => sum + leaves, 0),
      newSessions: reports.reduce((sum, { newSessions }) => sum + newSessions, 0),
      awayMs,
      returned: awayMs.length,
    };
  }

  async untilConnected(): Promise<void> {
    const isSo = ({ connected }: BulkState) => connected === this.#clients;
    await this.#until("all clients are ready", isSo);
  }

  /** Waits until all clients have lost their connections, and are connected again. */
  async untilReturned(): Promise<void> {
    const isSo = ({ connected, returned }: BulkState) =>
      returned >= this.#clients && connected === this.#clients;
    await this.#until("all clients are ready again", isSo);
  }

  stop(): void {
    for (const bulkClients of this.#processes) bulkClients.kill("SIGKILL");
  }

  async #until(what: string, isSo: (state: BulkState) => boolean): Promise<void> {
    const endMs = performance.now() + patienceMs;
    for (;;) {
      const state = await this.state();
      if (isSo(state)) return;
      if (performance.now() > endMs) {
        const { connected, returned, newSessions, errors } = state;
        const counts = JSON.stringify({ connected, returned, newSessions, errors: errors.length });
        throw new Error(
          `not within ${patienceMs / 1_000} s: ${what}; ${counts} ${errors[0] ?? ""}`,
        );
      }
      await setTimeout(100);
    }
  }
}

async function reportOf(bulkClients: ChildProcess): Promise<BulkReport> {
  bulkClients.send("report");
  const [report] = (await once(bulkClients, "message")) as [BulkReport];
  return report;
}
