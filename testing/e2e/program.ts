import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { onTestFailed, onTestFinished } from "vitest";

const root = join(import.meta.dirname, "../..");

type Exit = number | NodeJS.Signals;

export interface CommandOptions {
  /** The working directory. Default: the root of this repository. */
  readonly folder?: string;
  /** Additional folders for `PATH`. A command inherits only `PATH` of the environment of the tests. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface LineOptions {
  readonly butNot?: RegExp | undefined;
}

/** A command line as a user types it, in a separate process. The process ends with the test. */
export class Command {
  /** Resolves with the exit code or signal name of the process, after all its child processes have ended. */
  readonly exit: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #lines: AsyncIterator<string>;

  constructor(program: string, parameters: readonly string[], options: CommandOptions) {
    const { folder = root, environment } = options;
    const child = spawn(program, [...parameters], {
      cwd: folder,
      env: { PATH: process.env["PATH"], ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = new PassThrough();
    child.stdout.pipe(output, { end: false });
    child.stderr.pipe(output, { end: false });
    this.exit = once(child, "close").then(([code, signal]): Exit => {
      output.end();
      return code ?? signal;
    });
    this.#child = child;
    this.#name = [program, ...parameters].join(" ");
    this.#lines = linesOf(output, this.#name);
    onTestFinished(async () => {
      await this.end("SIGKILL");
    });
  }

  /** Resolves with the next line that matches, printed already or later. Skips earlier lines, except lines that must not be printed. */
  async line(pattern: RegExp, { butNot }: LineOptions = {}): Promise<string> {
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done) throw new Error(`${this.#name} ended and did not say ${pattern}`);
      if (butNot?.test(value)) throw new Error(`${this.#name} said ${value} before ${pattern}`);
      if (pattern.test(value)) return value;
    }
  }

  /** Sends a signal to the process without waiting. */
  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Sends a signal to the process, and waits for its end. */
  end(signal: NodeJS.Signals): Promise<Exit> {
    this.#child.kill(signal);
    return this.exit;
  }
}

/** A program of this repository, run from source. */
export class Program extends Command {
  /** `path` is relative to the root. */
  constructor(path: string, environment: Readonly<Record<string, string>>) {
    const source = "--conditions=@simple-webrtc-signaling/source";
    super(process.execPath, ["--import", "tsx", source, path], { environment });
  }
}

/** Runs the signaling server from its published files, which the set-up of the tests compiles. */
export class ServerProgram extends Command {
  constructor(environment: Readonly<Record<string, string>>) {
    super(process.execPath, ["packages/server/dist/cli.js"], { environment });
  }
}

/** Prints the whole output if the test fails. */
function linesOf(output: PassThrough, name: string): AsyncIterator<string> {
  const reader = createInterface({ input: output });
  const said: string[] = [];
  reader.on("line", (line) => said.push(line));
  onTestFailed(() => {
    process.stderr.write(`${name} said:\n  ${said.join("\n  ")}\n`);
  });
  return reader[Symbol.asyncIterator]();
}
