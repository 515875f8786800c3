import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildServer } from "../kit/build.ts";
import { countOf } from "../kit/count.ts";
import { thisMachine } from "../kit/machine.ts";
import { atMost, type Figure, note } from "../kit/verdict.ts";
import type { BulkOrder, BulkReport } from "./bulk-clients.ts";
import { report } from "./report.ts";
import { RestartableServer } from "./restartable-server.ts";

const help = `Usage: npm run drill:restart -- [options]

Kills a server with many clients and starts it again. Measures the time until all clients are connected again, and the
delay of the event loop of the server.

  --clients <count>    number of clients (default: 5000)
  --processes <count>  number of client processes (default: 1, so that the server has one of two cores)
  --room <count>       number of clients per room (default: 10)
  --help               print this help and exit
`;

interface Options {
  readonly clients: number;
  readonly processes: number;
  readonly peersPerRoom: number;
}

/** All clients share one IP address here, so the limits per address must not apply. */
const limits = {
  MAX_SOCKETS_PER_ADDRESS: "0",
  CONNECTS_PER_MINUTE: "0",
  ADDRESS_SHARE: "0",
};

const mostMs = 10_000;
const mostLagMs = 250;
const patienceMs = 120_000;

try {
  const { values } = parseArgs({
    options: {
      clients: { type: "string", default: "5000" },
      processes: { type: "string", default: "1" },
      room: { type: "string", default: "10" },
      help: { type: "boolean", default: false },
    },
  });
  const options = {
    clients: countOf("--clients", values.clients),
    processes: countOf("--processes", values.processes),
    peersPerRoom: countOf("--room", values.room),
  };
  if (values.help) process.stdout.write(help);
  else {
    buildServer();
    const figures = await measure(options);
    process.stdout.write(report({ machine: thisMachine() }, figures));
    process.exitCode = figures.every(({ held }) => held) ? 0 : 1;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function measure(options: Options): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "drill-"));
  const lagFile = join(folder, "lag");
  const probe = fileURLToPath(new URL("event-loop-lag.js", import.meta.url));
  const settings = { ...limits, LAG_FILE: lagFile };
  const server = await RestartableServer.start(settings, ["--import", probe]);
  const fleet = bulkClientsOf(options, server);
  try {
    await until(
      "all clients are ready",
      async () => connectedOf(await reportsOf(fleet)) === options.clients,
    );
    const [load = 0] = loadavg();
    const killedMs = performance.now();
    await server.restart(0);
    const upMs = performance.now() - killedMs;
    // Measured from the moment at which all clients have noticed the loss.
    await setTimeout(100);
    const isBack = async () => {
      const reports = await reportsOf(fleet);
      const returned = reports.reduce((sum, { awayMs }) => sum + awayMs.length, 0);
      return returned >= options.clients && connectedOf(reports) === options.clients;
    };
    await until("all clients are ready again", isBack);
    const backMs = performance.now() - killedMs;
    await setTimeout(1_100);
    const lag = JSON.parse(readFileSync(lagFile, "utf8")) as Lag;
    return figuresOf(await reportsOf(fleet), {
      load,
      upMs,
      backMs,
      lag,
      clients: options.clients,
    });
  } finally {
    for (const bulkClients of fleet) bulkClients.kill("SIGKILL");
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

interface Lag {
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly cpuSeconds: number;
}

interface Measured {
  readonly clients: number;
  readonly load: number;
  readonly upMs: number;
  readonly backMs: number;
  readonly lag: Lag;
}

function figuresOf(reports: readonly BulkReport[], measured: Measured): Figure[] {
  const { clients, load, upMs, backMs, lag } = measured;
  const errors = reports.flatMap(({ errors }) => errors);
  const away = reports.flatMap(({ awayMs }) => awayMs).sort((one, other) => one - other);
  const leaves = reports.reduce((sum, { leaves }) => sum + leaves, 0);
  return [
    note("clients", clients),
    note("load average before", load),
    note("time until the next process listens", upMs, " ms"),
    atMost("time from the kill until all are ready", backMs, mostMs, " ms"),
    note("absence, median", away[Math.floor(away.length / 2)] ?? 0, " ms"),
    note("absence, maximum", away.at(-1) ?? 0, " ms"),
    atMost("peer-id-taken", errors.filter((code) => code === "peer-id-taken").length, 0),
    atMost("channels that closed with an error", errors.length, 0),
    atMost("reported leaves", leaves, 0),
    atMost("event loop delay, p99", lag.p99Ms, mostLagMs, " ms"),
    note("event loop delay, maximum", lag.maxMs, " ms"),
    note("CPU time of the server since its start", lag.cpuSeconds, " s"),
  ];
}

function bulkClientsOf(
  options: Options,
  { url, token }: RestartableServer,
): readonly ChildProcess[] {
  const { clients, processes, peersPerRoom } = options;
  return Array.from({ length: processes }, (_, index) => {
    const bulkClients = fork(fileURLToPath(new URL("bulk-clients.ts", import.meta.url)));
    const from = Math.floor((clients * index) / processes);
    const count = Math.floor((clients * (index + 1)) / processes) - from;
    bulkClients.send({ url, token, from, count, peersPerRoom } satisfies BulkOrder);
    return bulkClients;
  });
}

function reportsOf(fleet: readonly ChildProcess[]): Promise<readonly BulkReport[]> {
  return Promise.all(
    fleet.map(async (bulkClients) => {
      bulkClients.send("report");
      const [report] = (await once(bulkClients, "message")) as [BulkReport];
      return report;
    }),
  );
}

function connectedOf(reports: readonly BulkReport[]): number {
  return reports.reduce((sum, { connected }) => sum + connected, 0);
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`not within ${patienceMs / 1_000} s: ${what}`);
    await setTimeout(100);
  }
}
