import { parseArgs } from "node:util";
import { countOf } from "../kit/count.ts";
import { addressOfTarget } from "./loopback.ts";
import { type TargetName, targetNames } from "./targets.ts";

export interface Options {
  /** Servers that the program starts, or the URL of a running one. */
  readonly targets: readonly TargetName[] | URL;
  /** The token of a running server. */
  readonly token: string;
  /** Names of attacks; empty for all. */
  readonly only: readonly string[];
  /** Duration of sending malformed frames. */
  readonly seconds: number;
  /** Whether the floods are shorter, too. */
  readonly short: boolean;
  readonly seed: number;
  /** Factor for all time limits. */
  readonly patience: number;
  readonly json: boolean;
  readonly help: boolean;
}

export const help = `Usage: npm run attack -- [options]

Runs the attacks in attacks/ on a server while two healthy peers exchange messages. Reports the effect on the peers.

  --target <names>     servers that this program starts, separated by commas: ours, peer, bare (default: ours);
                       or the http URL of a running server on this machine
  --token <token>      token of the running server
  --force              allow a server on another machine. Use it only for your own servers
  --only <names>       names of attacks, separated by commas (default: all)
  --seconds <count>    duration of sending malformed frames, in seconds (default: 60, with --short 10)
  --short              shorten malformed frames to 10 s and each flood to 2 s, for the tests
  --seed <number>      seed of random frames (default: 20261126)
  --patience <factor>  factor for all time limits, for busy machines (default: 1)
  --json               print verdicts as JSON instead of tables
  --help               print this help and exit

Exits with 1 if the server did not withstand an attack.
`;

/** Parses the command line. Throws an error with a readable message. */
export function readOptions(commandLine: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      target: { type: "string", default: "ours" },
      token: { type: "string", default: "" },
      force: { type: "boolean", default: false },
      only: { type: "string", default: "" },
      seconds: { type: "string" },
      short: { type: "boolean", default: false },
      seed: { type: "string", default: "20261126" },
      patience: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return {
    ...values,
    targets: targetsOf(values.target, values.force),
    only: values.only.split(",").filter((name) => name !== ""),
    seconds: countOf("--seconds", values.seconds ?? (values.short ? "10" : "60")),
    seed: countOf("--seed", values.seed),
    patience: countOf("--patience", values.patience),
  };
}

function targetsOf(text: string, isForced: boolean): readonly TargetName[] | URL {
  if (/^https?:/.test(text)) return addressOfTarget(text, isForced);
  const names = text.split(",");
  const unknown = names.find((name) => !targetNames.some((known) => known === name));
  if (unknown === undefined) return names as TargetName[];
  throw new Error(
    `--target has ${JSON.stringify(unknown)}; use ${targetNames.join(", ")} or http://…`,
  );
}
