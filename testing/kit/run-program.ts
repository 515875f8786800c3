/** A program of the command line. */
export interface Program<Options extends { readonly help: boolean }> {
  readonly help: string;
  /** Parses the command line. Throws an error with a readable message. */
  readonly readOptions: (commandLine: readonly string[]) => Options;
  readonly run: (options: Options) => Promise<void>;
}

/** Runs a program, or prints its help. Prints the message of an error, and sets the exit code 1 then. */
export async function runProgram<Options extends { readonly help: boolean }>({
  help,
  readOptions,
  run,
}: Program<Options>): Promise<void> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options.help) process.stdout.write(help);
    else await run(options);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
