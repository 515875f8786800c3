import {
  type ChildProcess,
  type SpawnOptionsWithStdioTuple,
  type StdioNull,
  type StdioPipe,
  spawn,
} from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { onTestFailed, onTestFinished } from "vitest";
import { spawnServer } from "./our-server.ts";

const root = join(import.meta.dirname, "../..");

type Exit = number | NodeJS.Signals;

type Environment = Readonly<Record<string, string>>;

export interface CommandOptions {
  /** The working directory. Default: the root of this repository. */
  readonly folder?: string;
  /** Additional variables. A command inherits only `PATH` of the environment of the tests. */
  readonly environment: Environment;
}

export interface LineOptions {
  readonly butNot?: RegExp | undefined;
}

/** A process and the lines that it prints. The process ends with the test. */
abstract class TestProcess {
  /** Resolves with the exit code or signal name of the process, after all its child processes have ended. */
  readonly exit: Promise<Exit>;
  /** All lines of the standard output and the standard error so far. */
  readonly lines: readonly string[];
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #reader: AsyncIterator<string>;
  readonly #arrivals: ((line: string) => void)[] = [];

  protected constructor(child: ChildProcess, name: string) {
    const output = new PassThrough();
    child.stdout?.pipe(output, { end: false });
    child.stderr?.pipe(output, { end: false });
    this.exit = once(child, "close").then(([code, signal]): Exit => {
      output.end();
      return code ?? signal;
    });
    this.#child = child;
    this.#name = name;
    const reader = createInterface({ input: output });
    const lines: string[] = [];
    reader.on("line", (line) => {
      lines.push(line);
      for (const arrive of [...this.#arrivals]) arrive(line);
    });
    this.lines = lines;
    this.#reader = reader[Symbol.asyncIterator]();
    onTestFailed(() => {
      process.stderr.write(`${name} said:\n  ${lines.join("\n  ")}\n`);
    });
    onTestFinished(async () => {
      await this.end("SIGKILL");
    });
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Resolves with the next line that matches, printed already or later. Skips earlier lines, except lines that must not be printed. */
  async line(pattern: RegExp, { butNot }: LineOptions = {}): Promise<string> {
    for (;;) {
      const { done, value } = await this.#reader.next();
      if (done) throw new Error(`${this.#name} ended and did not say ${pattern}`);
      if (butNot?.test(value)) throw new Error(`${this.#name} said ${value} before ${pattern}`);
      if (pattern.test(value)) return value;
    }
  }

  /** Resolves with the first line that matches, among all lines. */
  anyLine(pattern: RegExp): Promise<string> {
    const said = this.lines.find((line) => pattern.test(line));
    if (said !== undefined) return Promise.resolve(said);
    return new Promise((resolve) => {
      this.#arrivals.push((line) => {
        if (pattern.test(line)) resolve(line);
      });
    });
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

function optionsOf({ folder = root, environment }: CommandOptions) {
  return {
    cwd: folder,
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  } satisfies SpawnOptionsWithStdioTuple<StdioNull, StdioPipe, StdioPipe>;
}

/** A command line as a user types it, in a separate process. The process ends with the test. */
export class Command extends TestProcess {
  constructor(program: string, parameters: readonly string[], options: CommandOptions) {
    super(spawn(program, parameters, optionsOf(options)), [program, ...parameters].join(" "));
  }
}

/** A program of this repository, run from source. */
export class Program extends Command {
  /** `path` is relative to the root. */
  constructor(path: string, environment: Environment) {
    const source = "--conditions=@simple-webrtc-signaling/source";
    super(process.execPath, ["--import", "tsx", source, path], { environment });
  }
}

/** The command of the server from its published files, which the set-up of the tests compiles. */
export class ServerProgram extends TestProcess {
  constructor(environment: Environment, parameters: readonly string[] = []) {
    const name = ["simple-webrtc-signaling-server", ...parameters].join(" ");
    super(spawnServer(parameters, optionsOf({ environment })), name);
  }
}

/** The output of a program that has ended. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly said: string;
}

/** Runs a program of this repository to its end as a user does: `tsx`, its path and its arguments. */
export async function runByHand(...commandLine: readonly string[]): Promise<Outcome> {
  const parameters = ["--import", "tsx", ...commandLine];
  const { IS_BUILT } = process.env;
  const environment = IS_BUILT === undefined ? {} : { IS_BUILT };
  const child = spawn(process.execPath, parameters, optionsOf({ environment }));
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const [[code], output, said] = await Promise.all([
    once(child, "close") as Promise<[number]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, output, said };
}
