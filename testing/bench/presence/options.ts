import { parseArgs } from "node:util";
import { countOf } from "../../kit/count.ts";

export interface Options {
  readonly peers: number;
  readonly rounds: number;
  readonly help: boolean;
}

export const help = `Usage: npm run bench:presence -- [options]

Measures server CPU time while many peers join one room: clients with a session, which are told of
others in batches, against stock clients, which are told of each.

  --peers <count>     how many join (default: 2000)
  --rounds <count>    how often both are measured (default: 3)
  --help              print this and end
`;

/** Reads the command line. Throws an error with a sentence for people. */
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
