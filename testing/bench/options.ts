import { parseArgs } from "node:util";
import { countOf } from "../kit/count.ts";

export interface Options {
  readonly rounds: number;
  /** Number of delivered messages per measurement, and of messages to warm up. */
  readonly messages: number;
  readonly json: boolean;
  /** Another checkout to compare with, to measure the effect of a change. */
  readonly before: string | undefined;
  readonly help: boolean;
}

export const help = `Usage: npm run bench -- [options]

Measures the server CPU time per message of this server and of two bare servers.

  --rounds <count>    number of rounds (default: 7)
  --messages <count>  messages per measurement, with as many to warm up (default: 12000)
  --before <folder>   compare with the built server of another checkout, such as an earlier version
  --json              print every measurement as JSON instead of tables
  --help              print this help and exit
`;

/** Parses the command line. Throws an error with a readable message. */
export function readOptions(commandLine: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      rounds: { type: "string", default: "7" },
      messages: { type: "string", default: "12000" },
      json: { type: "boolean", default: false },
      before: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const rounds = countOf("--rounds", values.rounds);
  return {
    ...values,
    before: values.before,
    rounds,
    messages: countOf("--messages", values.messages),
  };
}
