import { ServerProgram } from "../../../testing/kit/command.ts";

export interface ServerProcess {
  readonly pid: number;
  /** All lines of the standard output and the standard error so far. */
  readonly lines: readonly string[];
  /** Resolves with the first past or future line that matches. */
  line(pattern: RegExp): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** The exit code, or the name of the signal. */
  readonly exit: Promise<number | NodeJS.Signals>;
}

/** Starts the server in its own process, as a user would. The test ends the process. */
export function startServerProcess(
  args: readonly string[],
  environment: Record<string, string> = {},
): ServerProcess {
  const program = new ServerProgram(environment, args);
  const { pid, lines, exit } = program;
  return {
    pid,
    lines,
    exit,
    signal: (name) => program.signal(name),
    line: (pattern) => program.anyLine(pattern),
  };
}

/** Returns the URL of a server process when it listens. */
export async function urlOf(server: ServerProcess): Promise<string> {
  const line = await server.line(/listening on http/);
  return /http:\/\/[\w.:[\]]+/.exec(line)?.[0] ?? "";
}
