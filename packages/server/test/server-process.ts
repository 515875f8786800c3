import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { Inbox } from "./inbox.ts";

const commandLine = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

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
  const child = spawn(process.execPath, [commandLine, ...args], {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = once(child, "close").then(([code, signal]) => (code ?? signal) as number);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exit;
  });
  const lines: string[] = [];
  const fresh = new Inbox<string>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on("line", (line) => {
      lines.push(line);
      fresh.put(line);
    });
  }
  return {
    pid: child.pid as number,
    lines,
    exit,
    signal: (name) => child.kill(name),
    async line(pattern) {
      const said = lines.find((line) => pattern.test(line));
      if (said !== undefined) return said;
      for (;;) {
        const line = await fresh.take();
        if (pattern.test(line)) return line;
      }
    },
  };
}

/** Returns the URL of a server process when it listens. */
export async function urlOf(server: ServerProcess): Promise<string> {
  const line = await server.line(/listening on http/);
  return /http:\/\/[\w.:[\]]+/.exec(line)?.[0] ?? "";
}
