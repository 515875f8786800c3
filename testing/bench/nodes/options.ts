import { parseArgs } from "node:util";
import { countOf } from "../../kit/count.ts";

export interface Options {
  readonly rounds: number;
  /** The number of parts of the load of a round. The clusters have them in turn. */
  readonly turns: number;
  /** Numbers of servers. */
  readonly servers: readonly number[];
  /** Messages per server and round, with as many to warm up. */
  readonly messages: number;
  /** Pairs of peers per server that send messages at the same time. */
  readonly pairs: number;
  /** Messages of a pair in flight. */
  readonly inFlight: number;
  /** Stays per server and round. */
  readonly stays: number;
  /** Stays per server before the measurement. */
  readonly warmUp: number;
  /** Heartbeats of a stay. By default a server sends one every 8 s, so a minute has 7. */
  readonly heartbeats: number;
  /** The folder of another checkout, whose built server is measured in the same rounds; `undefined`: none. */
  readonly before: string | undefined;
  /** Measures two bare processes instead. */
  readonly floor: boolean;
  readonly help: boolean;
}

export const help = `Usage: npm run bench:nodes -- [options]

Measures servers that share their rooms through Redis: CPU time of all servers, and of Redis, per message and per stay.
A stay is connect, ready, 30 messages, the heartbeats of a minute, and leave. The two peers of a room are connected to the same
server, or to two servers. Each is compared with as many servers that share no rooms. All servers that are compared run at the
same time, and have small parts of their load in turn. The output is the table of docs/several-nodes.md.

  --rounds <count>     number of rounds, each with new servers (default: 5)
  --turns <count>      number of parts of the load of a round (default: 4)
  --servers <list>     numbers of servers (default: 1,2,4)
  --messages <count>   messages per server and round, with as many to warm up (default: 40000)
  --pairs <count>      pairs of peers per server that send at the same time (default: 8)
  --in-flight <count>  messages of a pair in flight (default: 4)
  --stays <count>      stays per server and round (default: 2000)
  --warm-up <count>    stays per server before them (default: 3000)
  --heartbeats <count> heartbeats of a stay, one each second (default: 7, which are those of a minute)
  --before <folder>    also measure the built server of another checkout with the same rooms
  --floor              measure two bare processes that pass the same bytes through Redis instead
  --help               print this help and exit
`;

/** Parses the command line. Throws an error with a readable message. */
export function readOptions(commandLine: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      rounds: { type: "string", default: "5" },
      turns: { type: "string", default: "4" },
      servers: { type: "string", default: "1,2,4" },
      messages: { type: "string", default: "40000" },
      pairs: { type: "string", default: "8" },
      "in-flight": { type: "string", default: "4" },
      stays: { type: "string", default: "2000" },
      "warm-up": { type: "string", default: "3000" },
      heartbeats: { type: "string", default: "7" },
      before: { type: "string" },
      floor: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return {
    help: values.help,
    floor: values.floor,
    rounds: countOf("--rounds", values.rounds),
    turns: countOf("--turns", values.turns),
    servers: values.servers.split(",").map((count) => countOf("--servers", count)),
    messages: countOf("--messages", values.messages),
    pairs: countOf("--pairs", values.pairs),
    inFlight: countOf("--in-flight", values["in-flight"]),
    stays: countOf("--stays", values.stays),
    warmUp: countOf("--warm-up", values["warm-up"]),
    before: values.before,
    heartbeats: countOf("--heartbeats", values.heartbeats),
  };
}
