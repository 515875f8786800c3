import { parseArgs } from "node:util";
import { countOf } from "../../kit/count.ts";

export interface Options {
  readonly peers: number;
  readonly rounds: number;
  readonly help: boolean;
}

export const help = `Usage: npm run bench:presence -- [options]

Measures the server CPU time while many peers join one room: clients with a session, which receive presence
in batches, and stock clients, which receive one event per peer.

  --peers <count>     number of peers (default: 2000)
  --rounds <count>    number of rounds (default: 3)
  --help              print this help and exit
`;

/** Parses the command line. Throws an error with a readable message. */
export function readOptions(commandLine: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      peers: { type: "string", default: "2000" },
      rounds: { type: "string", default: "3" },
      help: { type: "boolean", default: false },
    },
  });
  const peers = countOf("--peers", values.peers);
  return { help: values.help, peers, rounds: countOf("--rounds", values.rounds) };
}
