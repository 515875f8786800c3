import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const commandLine = fileURLToPath(new URL("../../packages/server/dist/cli.js", import.meta.url));

/** Starts the published command of the server, with its arguments and options of Node.js. */
export function spawnServer(
  parameters: readonly string[],
  options: SpawnOptions,
  nodeOptions: readonly string[] = [],
): ChildProcess {
  return spawn(process.execPath, [...nodeOptions, commandLine, ...parameters], options);
}

/** Time limit of the start, in steps of 20 ms. */
const mostLooks = 1_000;

/** The server as operators start it, in a separate process, with all logging except of single messages. */
export class OurServer {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string, url: string) {
    this.#child = child;
    this.#folder = folder;
    this.url = url;
  }

  /** `environment`: its settings; `nodeOptions`: options of Node.js. */
  static async start(
    environment: Readonly<Record<string, string>>,
    nodeOptions: readonly string[] = [],
  ): Promise<OurServer> {
    const folder = mkdtempSync(join(tmpdir(), "attack-"));
    const log = openSync(logIn(folder), "w");
    const local = { HOST: "127.0.0.1", PORT: "0", LOG_LEVEL: "debug", LOG_FORMAT: "json" };
    const env = { NODE_ENV: "production", ...local, ...environment };
    const child = spawnServer([], { env, stdio: ["ignore", log, log] }, nodeOptions);
    closeSync(log);
    for (let looks = 0; looks < mostLooks && child.exitCode === null; looks += 1) {
      const [url] = /http:\/\/127\.0\.0\.\d:\d+/.exec(readFileSync(logIn(folder), "utf8")) ?? [];
      if (url !== undefined) return new OurServer(child, folder, url);
      await setTimeout(20);
    }
    child.kill("SIGKILL");
    throw new Error(`the server did not start: ${readFileSync(logIn(folder), "utf8")}`);
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The exit code; `null` while it runs, and if a signal has ended it. */
  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  /** Stops the server with a signal. Returns its whole log. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<string> {
    if (this.isRunning) {
      const exit = once(this.#child, "exit");
      this.#child.kill(signal);
      await exit;
    }
    const log = readFileSync(logIn(this.#folder), "utf8");
    rmSync(this.#folder, { recursive: true });
    return log;
  }
}

function logIn(folder: string): string {
  return join(folder, "log");
}
