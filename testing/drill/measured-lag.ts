import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { atMost, type Figure, note } from "../kit/verdict.ts";
import { RestartableServer } from "./restartable-server.ts";

/** How late the event loop of a server was, and its CPU time. */
export interface Lag {
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly cpuSeconds: number;
}

const mostLagMs = 250;

/** A server whose event loop is measured. */
export class MeasuredServer {
  readonly server: RestartableServer;
  readonly #folder: string;

  private constructor(server: RestartableServer, folder: string) {
    this.server = server;
    this.#folder = folder;
  }

  static async start(settings: Readonly<Record<string, string>>): Promise<MeasuredServer> {
    const folder = mkdtempSync(join(tmpdir(), "drill-"));
    const probe = fileURLToPath(new URL("event-loop-lag.js", import.meta.url));
    const measured = { ...settings, LAG_FILE: join(folder, "lag") };
    return new MeasuredServer(await RestartableServer.start(measured, ["--import", probe]), folder);
  }

  /** Returns the last values, which the server writes once a second. */
  lag(): Lag {
    return JSON.parse(readFileSync(join(this.#folder, "lag"), "utf8")) as Lag;
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.#folder, { recursive: true });
  }
}

export function lagFigures({ p99Ms, maxMs, cpuSeconds }: Lag): Figure[] {
  return [
    atMost("event loop delay, p99", p99Ms, mostLagMs, " ms"),
    note("event loop delay, maximum", maxMs, " ms"),
    note("CPU time of the server since its start", cpuSeconds, " s"),
  ];
}
