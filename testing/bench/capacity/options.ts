import { parseArgs } from "node:util";
import { countOf } from "../../kit/count.ts";

export interface Options {
  readonly rounds: number;
  /** Number of connections that are measured, and of those that are connected before. */
  readonly connections: number;
  readonly before: number;
  readonly peersPerRoom: number;
  /** Length of a window in which CPU time is measured, in seconds. */
  readonly seconds: number;
  /** Messages per second of all clients together, one window for each number. */
  readonly rates: readonly number[];
  readonly help: boolean;
}

export const help = `Usage: npm run bench:capacity -- [options]

Measures one process of the server, as its users start it: memory and files of an idle connection, and CPU time of an idle
connection, a join, a leave and a relayed message. Linux only.

  --rounds <count>       number of rounds (default: 3)
  --connections <count>  connections to measure (default: 5000)
  --before <count>       connections before the first measurement (default: 200)
  --room <count>         peers in each room (default: 4)
  --seconds <count>      length of each window of CPU time (default: 24, three heartbeats)
  --rates <list>         messages per second of all clients, a window each (default: 500,2000,5000)
  --help                 print this help and exit
`;

/** Parses the command line. Throws an error with a readable message. */
export function readOptions(commandLine: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      rounds: { type: "string", default: "3" },
      connections: { type: "string", default: "5000" },
      before: { type: "string", default: "200" },
      room: { type: "string", default: "4" },
      seconds: { type: "string", default: "24" },
      rates: { type: "string", default: "500,2000,5000" },
      help: { type: "boolean", default: false },
    },
  });
  const options = {
    help: values.help,
    rounds: countOf("--rounds", values.rounds),
    connections: countOf("--connections", values.connections),
    before: countOf("--before", values.before),
    peersPerRoom: countOf("--room", values.room, 2),
    seconds: countOf("--seconds", values.seconds),
    rates: values.rates.split(",").map((rate) => countOf("--rates", rate)),
  };
  const { connections, before, peersPerRoom } = options;
  if (connections % peersPerRoom > 0 || before % peersPerRoom > 0) {
    throw new Error(`--connections and --before must be multiples of --room, ${peersPerRoom}`);
  }
  return options;
}
