import { parseArgs } from "node:util";
import { countOf } from "../../kit/count.ts";

export interface Options {
  readonly rounds: number;
  readonly json: boolean;
  readonly help: boolean;
}

export const help = `Usage: npm run bench:join -- [options]

Measures the time from the join to the open data channel, of this client and of two others.

  --rounds <count>  number of rounds (default: 50)
  --json            print every measurement as JSON instead of tables
  --help            print this help and exit
`;

/** Parses the command line. Throws an error with a readable message. */
export function readOptions(commandLine: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      rounds: { type: "string", default: "50" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return { ...values, rounds: countOf("--rounds", values.rounds) };
}
