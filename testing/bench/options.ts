import { parseArgs } from "node:util";
import { countOf } from "../kit/count.ts";

export interface Options {
  readonly rounds: number;
  /** Delivered in one measurement, and as many before it to warm up. */
  readonly messages: number;
  readonly json: boolean;
  /** Another checkout, to be compared with: what did a change cost? */
  readonly before: string | undefined;
  readonly help: boolean;
}

export const help = `Usage: npm run bench -- [options]

Measures server CPU time per message, of this server and of two bare ones.

  --rounds <count>    how often everything is measured (default: 7)
  --messages <count>  messages in one measurement, and as many to warm up (default: 12000)
  --before <folder>   compare with the server of another checkout, which is built: an earlier version, say
  --json              print every measurement as JSON instead of tables
  --help              print this and end
`;

/** Reads the command line. Throws an error with a sentence for people. */
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
