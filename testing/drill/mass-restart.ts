import { loadavg } from "node:os";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { countOf } from "../kit/count.ts";
import { atMost, type Figure, note } from "../kit/verdict.ts";
import { BulkFleet, type BulkState, bulkLimits } from "./bulk-fleet.ts";
import { quantile } from "./figures.ts";
import { type Lag, lagFigures, MeasuredServer } from "./measured-lag.ts";
import { runDrill } from "./run-drill.ts";

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
  readonly help: boolean;
}

const mostMs = 10_000;

await runDrill({ help, readOptions, measure });

function readOptions(commandLine: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      clients: { type: "string", default: "5000" },
      processes: { type: "string", default: "1" },
      room: { type: "string", default: "10" },
      help: { type: "boolean", default: false },
    },
  });
  return {
    clients: countOf("--clients", values.clients),
    processes: countOf("--processes", values.processes),
    peersPerRoom: countOf("--room", values.room),
    help: values.help,
  };
}

async function measure(options: Options): Promise<Figure[]> {
  const measured = await MeasuredServer.start(bulkLimits);
  const { server } = measured;
  const fleet = new BulkFleet({ ...options, url: server.url, token: server.token });
  try {
    await fleet.untilConnected();
    const [load = 0] = loadavg();
    const killedMs = performance.now();
    await server.restart(0);
    const upMs = performance.now() - killedMs;
    await fleet.untilReturned();
    const backMs = performance.now() - killedMs;
    // The server writes its values once a second.
    await setTimeout(1_100);
    const lag = measured.lag();
    return figuresOf(await fleet.state(), { load, upMs, backMs, lag, clients: options.clients });
  } finally {
    fleet.stop();
    await measured.stop();
  }
}

interface Measured {
  readonly clients: number;
  readonly load: number;
  readonly upMs: number;
  readonly backMs: number;
  readonly lag: Lag;
}

function figuresOf({ errors, awayMs, leaves }: BulkState, measured: Measured): Figure[] {
  const { clients, load, upMs, backMs, lag } = measured;
  return [
    note("clients", clients),
    note("load average before", load),
    note("time until the next process listens", upMs, " ms"),
    atMost("time from the kill until all are ready", backMs, mostMs, " ms"),
    note("absence, median", quantile(awayMs, 0.5), " ms"),
    note("absence, maximum", quantile(awayMs, 1), " ms"),
    atMost("peer-id-taken", errors.filter((code) => code === "peer-id-taken").length, 0),
    atMost("channels that closed with an error", errors.length, 0),
    atMost("reported leaves", leaves, 0),
    ...lagFigures(lag),
  ];
}
