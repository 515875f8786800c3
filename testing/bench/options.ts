import { parseArgs } from "node:util";
import { countOf } from "../kit/count.ts";

export const parts = ["messages", "start", "idle", "join"] as const;

/** A part of the benchmark that can be measured alone. */
export type Part = (typeof parts)[number];

export interface Options {
  readonly rounds: number;
  /** Number of delivered messages per measurement, and of messages to warm up. */
  readonly messages: number;
  /** Number of idle peers. */
  readonly idle: number;
  /** Number of peers before the idle peers: the server loads and compiles for them what the later ones also use. */
  readonly earlier: number;
  /** Number of stock clients that join at once. */
  readonly joining: number;
  readonly only: readonly Part[];
  readonly json: boolean;
  /** Another checkout to compare with, to measure the effect of a change. */
  readonly before: string | undefined;
  readonly help: boolean;
}

export const help = `Usage: npm run bench -- [options]

Measures this server and other servers: server CPU time per message and per join, start time, and memory.

  --rounds <count>    number of rounds (default: 7)
  --messages <count>  messages per measurement, with as many to warm up (default: 12000)
  --idle <count>      idle peers (default: 1000)
  --earlier <count>   peers that join before the memory of idle peers is measured (default: 100)
  --joining <count>   stock clients that join one room at once (default: 1000)
  --only <parts>      some of ${parts.join(", ")}, separated by commas (default: all)
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
      idle: { type: "string", default: "1000" },
      earlier: { type: "string", default: "100" },
      joining: { type: "string", default: "1000" },
      only: { type: "string", default: parts.join(",") },
      json: { type: "boolean", default: false },
      before: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  return {
    ...values,
    before: values.before,
    rounds: countOf("--rounds", values.rounds),
    messages: countOf("--messages", values.messages),
    idle: countOf("--idle", values.idle),
    earlier: countOf("--earlier", values.earlier),
    joining: countOf("--joining", values.joining),
    only: values.only.split(",").map(partNamed),
  };
}

function partNamed(name: string): Part {
  const part = parts.find((one) => one === name);
  if (part !== undefined) return part;
  throw new Error(`--only contains ${JSON.stringify(name)}: expected some of ${parts.join(", ")}`);
}
