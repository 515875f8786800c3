import { parseArgs } from "node:util";
import { countOf } from "../kit/count.ts";
import { addressOfTarget } from "./loopback.ts";
import { type TargetName, targetNames } from "./targets.ts";

export interface Options {
  /** Servers that the program starts itself, or the address of one that runs already. */
  readonly targets: readonly TargetName[] | URL;
  /** The token of the server at an address. */
  readonly token: string;
  /** Names of attacks; all if there is none. */
  readonly only: readonly string[];
  readonly seconds: number;
  readonly seed: number;
  /** By how much every limit of time is stretched. */
  readonly patience: number;
  readonly json: boolean;
  readonly help: boolean;
}

export const help = `Usage: npm run attack -- [options]

Attacks a server in all the ways there are in attacks/, while two healthy peers talk; says what they noticed.

  --target <names>     ours, peer, bare, separated by commas: servers this program starts (default: ours);
                       or the http address of one that runs, on this machine
  --token <token>      the token of the server at that address
  --force              attack an address of another machine. Only one that is yours
  --only <names>       these attacks, separated by commas (default: all)
  --seconds <count>    how long malformed frames are sent (default: 60)
  --seed <count>       of what is random (default: 20261126)
  --patience <factor>  every limit of time is so many times longer, for machines with other work (default: 1)
  --json               print verdicts as JSON instead of tables
  --help               print this and end

Ends with 1 if an attack was not withstood.
`;

/** Reads the command line. Throws an error with a sentence for people. */
export function readOptions(commandLine: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      target: { type: "string", default: "ours" },
      token: { type: "string", default: "" },
      force: { type: "boolean", default: false },
      only: { type: "string", default: "" },
      seconds: { type: "string", default: "60" },
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
    seconds: countOf("--seconds", values.seconds),
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
    `--target is ${JSON.stringify(unknown)}: expected ${targetNames.join(", ")} or http://…`,
  );
}
