import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { onTestFailed, onTestFinished } from "vitest";

const root = join(import.meta.dirname, "../..");

type Exit = number | NodeJS.Signals;

export interface CommandOptions {
  /** Default: the root of this repository. */
  readonly folder?: string;
  /** What is added to `PATH`, which is all that a command gets of the tests' own environment. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface LineOptions {
  readonly butNot?: RegExp | undefined;
}

/** A command line as a person types it, in a process of its own. It ends with the test. */
export class Command {
  /** The exit code, or the name of the signal that ended the process. It comes when every process that it started has ended as well. */
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

  /** The next line that matches, said already or still to come. Lines before it are passed over, but for one that must not come. */
  async line(pattern: RegExp, { butNot }: LineOptions = {}): Promise<string> {
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done) throw new Error(`${this.#name} ended and did not say ${pattern}`);
      if (butNot?.test(value)) throw new Error(`${this.#name} said ${value} before ${pattern}`);
      if (pattern.test(value)) return value;
    }
  }

  /** Sends a signal to the process, which goes on. */
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
  /** `path` is from the root. */
  constructor(path: string, environment: Readonly<Record<string, string>>) {
    const source = "--conditions=@simple-webrtc-signaling/source";
    super(process.execPath, ["--import", "tsx", source, path], { environment });
  }
}

/** The signaling server, run from its published files, which the set-up of the tests compiles. */
export class ServerProgram extends Command {
  constructor(environment: Readonly<Record<string, string>>) {
    super(process.execPath, ["packages/server/dist/cli.js"], { environment });
  }
}

/** If the test fails, everything that was said is shown. */
function linesOf(output: PassThrough, name: string): AsyncIterator<string> {
  const reader = createInterface({ input: output });
  const said: string[] = [];
  reader.on("line", (line) => said.push(line));
  onTestFailed(() => {
    process.stderr.write(`${name} said:\n  ${said.join("\n  ")}\n`);
  });
  return reader[Symbol.asyncIterator]();
}
