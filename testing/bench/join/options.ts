import { parseArgs } from "node:util";
import { countOf } from "../../kit/count.ts";

export interface Options {
  readonly rounds: number;
  readonly json: boolean;
  readonly help: boolean;
}

export const help = `Usage: npm run bench:join -- [options]

Measures the time from join to open data channel, of this client and of two others.

  --rounds <count>  how often everything is measured (default: 50)
  --json            print every measurement as JSON instead of tables
  --help            print this and end
`;

/** Reads the command line. Throws an error with a sentence for people. */
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
