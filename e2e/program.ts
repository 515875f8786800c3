import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { onTestFailed, onTestFinished } from "vitest";

const root = join(import.meta.dirname, "..");

type Exit = number | NodeJS.Signals;

/** A program of this repository, run from source in a process of its own. It ends with the test. */
export class Program {
  /** The exit code, or the name of the signal that ended the process. */
  readonly exit: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #path: string;
  readonly #lines: AsyncIterator<string>;

  /** `path` is from the root; of the tests' own environment the program gets only `PATH`. */
  constructor(path: string, environment: Readonly<Record<string, string>>) {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "--conditions=@simple-webrtc-signaling/source", path],
      {
        cwd: root,
        env: { PATH: process.env["PATH"], ...environment },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const output = new PassThrough();
    child.stdout.pipe(output, { end: false });
    child.stderr.pipe(output, { end: false });
    this.exit = once(child, "close").then(([code, signal]): Exit => {
      output.end();
      return code ?? signal;
    });
    this.#child = child;
    this.#path = path;
    this.#lines = linesOf(output, path);
    onTestFinished(async () => {
      await this.end("SIGKILL");
    });
  }

  /** The next line that matches, said already or still to come. Lines before it are passed over. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done) throw new Error(`${this.#path} ended and did not say ${pattern}`);
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

/** If the test fails, everything that was said is shown. */
function linesOf(output: PassThrough, path: string): AsyncIterator<string> {
  const reader = createInterface({ input: output });
  const said: string[] = [];
  reader.on("line", (line) => said.push(line));
  onTestFailed(() => {
    process.stderr.write(`${path} said:\n  ${said.join("\n  ")}\n`);
  });
  return reader[Symbol.asyncIterator]();
}
