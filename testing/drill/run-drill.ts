import { buildServer } from "../kit/build.ts";
import { thisMachine } from "../kit/machine.ts";
import { runProgram } from "../kit/run-program.ts";
import type { Figure } from "../kit/verdict.ts";
import { printFigures } from "./report.ts";

interface DrillOptions {
  readonly help: boolean;
  readonly json?: boolean;
}

/** A drill as a program of the command line. */
export interface DrillProgram<Options extends DrillOptions> {
  readonly help: string;
  /** Parses the command line. Throws an error with a readable message. */
  readonly readOptions: (commandLine: readonly string[]) => Options;
  readonly measure: (options: Options) => Promise<readonly Figure[]>;
}

/** Builds the server, runs a drill, and prints its figures. Sets the exit code: 1 if a check failed. */
export function runDrill<Options extends DrillOptions>({
  help,
  readOptions,
  measure,
}: DrillProgram<Options>): Promise<void> {
  const run = async (options: Options) => {
    process.stderr.write("building the server\n");
    buildServer();
    printFigures({ machine: thisMachine() }, await measure(options), options.json);
  };
  return runProgram({ help, readOptions, run });
}
