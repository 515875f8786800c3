import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findRedis } from "../../tools/redis.ts";
import { freePort } from "./free-port.ts";

/** A Redis without persistence on the loopback address. It ends with this process at the latest. */
export class RedisProcess {
  readonly port: number;
  readonly #parameters: readonly string[];
  #child: ChildProcess | undefined;
  #pid: number | undefined;

  private constructor(port: number, parameters: readonly string[]) {
    this.port = port;
    this.#parameters = parameters;
  }

  /** Starts a Redis on a free port. `parameters`: more options of `redis-server`. */
  static async start(parameters: readonly string[] = []): Promise<RedisProcess> {
    const server = new RedisProcess(await freePort(), parameters);
    await server.startAgain();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts the Redis on its port, with an empty memory. */
  async startAgain(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "redis-"));
    const own = ["--port", String(this.port), "--bind", "127.0.0.1", "--dir", folder];
    const parameters = [...own, "--save", "", "--appendonly", "no", ...this.#parameters];
    // The shell reads until this process ends, however it ends.
    const script =
      '"$@" & child=$!; echo "pid $child"; read -r _; exec 2>&-; kill -9 $child; wait $child';
    const child = spawn("/bin/sh", ["-c", script, "redis", findRedis() ?? "", ...parameters], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#child = child;
    child.once("close", () => rmSync(folder, { recursive: true, force: true }));
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith("pid ")) this.#pid = Number(line.slice(4));
      if (line.includes("Ready to accept connections")) {
        child.stdout.resume();
        return;
      }
    }
    throw new Error("redis-server did not start");
  }

  /** Stops Redis as if its machine had lost power. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const closed = once(child, "close");
    child.stdin?.end();
    await closed;
  }

  /** Sends a signal, for example `SIGSTOP`, to Redis. */
  signal(name: NodeJS.Signals): void {
    if (this.#pid !== undefined) process.kill(this.#pid, name);
  }
}
