import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A measured server, alone in a separate process. */
export class ServerProcess {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /**
   * Starts `servers/<name>.js` with plain Node.js: the loader of this benchmark must not affect it. `nodeOptions` are
   * options of Node.js.
   */
  static async start(
    name: string,
    environment: Readonly<Record<string, string>> = {},
    nodeOptions: readonly string[] = [],
  ): Promise<ServerProcess> {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = fork(measuredScript(name), {
      execArgv: [...nodeOptions],
      env: { ...env, ...environment, NODE_ENV: "production" },
    });
    const { url } = await answerOf<{ url: string }>(child);
    return new ServerProcess(child, url);
  }

  /** User and system time of all threads since the start, in microseconds. */
  async cpuMicroseconds(): Promise<number> {
    const { user, system } = await this.#ask<NodeJS.CpuUsage>("cpu");
    return user + system;
  }

  /** The memory that is in use after a garbage collection. The server needs the option `--expose-gc` of Node.js. */
  memory(): Promise<NodeJS.MemoryUsage> {
    return this.#ask("memory");
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    const exit = once(this.#child, "exit");
    this.#child.disconnect();
    await exit;
  }

  async #ask<Answer>(question: "cpu" | "memory"): Promise<Answer> {
    const answer = answerOf<Answer>(this.#child);
    this.#child.send(question);
    return answer;
  }
}

/** Returns the path of the script of a measured server. */
export function measuredScript(name: string): string {
  return fileURLToPath(new URL(`../bench/servers/${name}.js`, import.meta.url));
}

/** Resolves with the next message of a child process. Rejects if the process ends first. */
async function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  const ended = new AbortController();
  const onExit = (code: number | null) => ended.abort(new Error(`a server ended with ${code}`));
  child.once("exit", onExit);
  try {
    const [answer] = (await once(child, "message", { signal: ended.signal })) as [Answer];
    return answer;
  } finally {
    child.off("exit", onExit);
  }
}
