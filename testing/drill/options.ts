import { parseArgs } from "node:util";
import { countOf } from "../kit/count.ts";
import { clusterKinds, type FaultKind, faultKinds } from "./plan.ts";

export interface Options {
  readonly seed: number;
  /** The number of servers; more than one share a Redis. */
  readonly nodes: number;
  readonly seconds: number;
  readonly peers: number;
  readonly rooms: number;
  readonly processes: number;
  readonly faults: number;
  readonly signals: number;
  readonly kinds: readonly FaultKind[];
  readonly sleepSeconds: number;
  readonly graceSeconds: number;
  /** Percentage of packets that are dropped. */
  readonly lossPercent: number;
  readonly json: boolean;
  readonly help: boolean;
}

export const help = `Usage: npm run drill -- [options]

Connects clients through a network that fails. The server is killed, and clients sleep. An oracle knows all sent signals
and present peers, and compares them with the observations of the clients.

  --seed <number>      seed of the kinds and times of faults (default: 20261126)
  --nodes <count>      number of servers; more than one share a Redis, which also has faults (default: 1)
  --seconds <count>    duration of the exchange, in seconds (default: 60)
  --peers <count>      number of clients, each with its own network (default: 40)
  --rooms <count>      number of rooms (default: 10)
  --processes <count>  number of client processes; a process sleeps and crashes as a whole (default: 4)
  --faults <count>     number of faults (default: 100)
  --signals <count>    total number of numbered signals (default: 20000)
  --kinds <names>      kinds of faults, separated by commas: ${faultKinds.join(", ")}
                       (default: all but deaf-client, which a client notices after 45 s; the last five need --nodes)
  --sleep <seconds>    maximum duration of a sleep, in seconds (default: 20)
  --grace <seconds>    SESSION_GRACE of the server, in seconds (default: 30)
  --loss <percent>     percentage of packets, in both directions, that nftables drops in a network namespace (default: 0)
  --json               print figures as JSON instead of a table
  --help               print this help and exit

Exits with 1 if a check failed.
`;

/** Parses the command line. Throws an error with a readable message. */
export function readOptions(commandLine: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      seed: { type: "string", default: "20261126" },
      nodes: { type: "string", default: "1" },
      seconds: { type: "string", default: "60" },
      peers: { type: "string", default: "40" },
      rooms: { type: "string", default: "10" },
      processes: { type: "string", default: "4" },
      faults: { type: "string", default: "100" },
      signals: { type: "string", default: "20000" },
      kinds: { type: "string" },
      sleep: { type: "string", default: "20" },
      grace: { type: "string", default: "30" },
      loss: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const nodes = countOf("--nodes", values.nodes);
  return {
    ...values,
    nodes,
    seed: countOf("--seed", values.seed),
    seconds: countOf("--seconds", values.seconds),
    peers: countOf("--peers", values.peers),
    rooms: countOf("--rooms", values.rooms),
    processes: countOf("--processes", values.processes),
    faults: countOf("--faults", values.faults),
    signals: countOf("--signals", values.signals),
    kinds: values.kinds === undefined ? usualKinds(nodes) : kindsOf(values.kinds, nodes),
    sleepSeconds: countOf("--sleep", values.sleep),
    graceSeconds: countOf("--grace", values.grace),
    lossPercent: values.loss === undefined ? 0 : countOf("--loss", values.loss),
  };
}

function usualKinds(nodes: number): readonly FaultKind[] {
  return faultKinds.filter(
    (kind) => kind !== "deaf-client" && (nodes > 1 || !clusterKinds.includes(kind)),
  );
}

function kindsOf(text: string, nodes: number): readonly FaultKind[] {
  const names = text.split(",");
  const clustered = clusterKinds.find((kind) => names.includes(kind));
  if (nodes === 1 && clustered) throw new Error(`--kinds has ${clustered}, which needs --nodes 2`);
  const unknown = names.find((name) => !faultKinds.some((kind) => kind === name));
  if (unknown === undefined) return names as FaultKind[];
  throw new Error(`--kinds has ${JSON.stringify(unknown)}; use some of ${faultKinds.join(", ")}`);
}
