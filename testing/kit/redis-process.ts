import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findRedis } from "../../tools/redis.ts";
import { freePort } from "./free-port.ts";

/** How many ports are tried. */
const attempts = 5;

/** A Redis without persistence on the loopback address. It ends with this process at the latest. */
export class RedisProcess {
  #port = 0;
  readonly #parameters: readonly string[];
  #child: ChildProcess | undefined;
  #pid: number | undefined;

  private constructor(parameters: readonly string[]) {
    this.#parameters = parameters;
  }

  /** Starts a Redis on a free port. `parameters`: more options of `redis-server`. */
  static async start(parameters: readonly string[] = []): Promise<RedisProcess> {
    const server = new RedisProcess(parameters);
    for (let attempt = 1; ; attempt += 1) {
      server.#port = await freePort();
      try {
        await server.startAgain();
        return server;
      } catch (error) {
        // Another program may use the port by now, or that of the cluster bus, which is 10,000 above it.
        if (attempt === attempts) throw error;
      }
    }
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts the Redis on its port, with an empty memory. Rejects with the last line of Redis if it ends at once. */
  async startAgain(): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "redis-"));
    const own = ["--port", String(this.port), "--bind", "127.0.0.1", "--dir", folder];
    const parameters = [...own, "--save", "", "--appendonly", "no", ...this.#parameters];
    // The shell reads until this process ends, however it ends. Its output ends with that of Redis.
    const script =
      '"$@" & child=$!; echo "pid $child"; exec >&-; read -r _; exec 2>&-; kill -9 $child; wait $child';
    const child = spawn("/bin/sh", ["-c", script, "redis", findRedis() ?? "", ...parameters], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#child = child;
    child.once("close", () => rmSync(folder, { recursive: true, force: true }));
    let last = "";
    for await (const line of createInterface({ input: child.stdout })) {
      last = line;
      if (line.startsWith("pid ")) this.#pid = Number(line.slice(4));
      if (line.includes("Ready to accept connections")) {
        child.stdout.resume();
        return;
      }
    }
    await this.kill();
    throw new Error(`redis-server did not start: ${last}`);
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
