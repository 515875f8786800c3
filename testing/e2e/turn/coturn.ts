import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { beforeEach, onTestFailed, onTestFinished } from "vitest";
import { findCoturn } from "../../../tools/coturn.ts";
import { freePort } from "./free-port.ts";

const startScript = join(import.meta.dirname, "../../../deploy/coturn/start.sh");

export interface CoturnOptions {
  /** The `TURN_SECRET` of the signaling server. */
  readonly secret: string;
  /** The listening and relay addresses. */
  readonly addresses?: readonly string[];
  /** Additional lines for the provided configuration. */
  readonly settings?: readonly string[];
}

/** Skips the tests of the scope without coturn; fails in CI. */
export function useCoturn(): void {
  const missing = "there is no coturn: install it, or set TURNSERVER_PATH to where turnserver is";
  const isHere = findCoturn() !== undefined;
  beforeEach(({ skip }) => {
    if (!isHere && process.env["CI"]) throw new Error(missing);
    skip(!isHere, missing);
  });
}

/** Starts the real coturn with the provided configuration. It ends with the test. Resolves with its port. */
export async function startCoturn(options: CoturnOptions): Promise<number> {
  const { secret, addresses = ["127.0.0.1"], settings = [] } = options;
  const folder = mkdtempSync(join(tmpdir(), "coturn-"));
  const port = await freePort();
  const child = spawn(
    startScript,
    [
      ...addresses.flatMap((address) => [`--listening-ip=${address}`, `--relay-ip=${address}`]),
      `--listening-port=${port}`,
      `--pidfile=${join(folder, "pid")}`,
      `--userdb=${join(folder, "turndb")}`,
      ...settings,
    ],
    {
      env: {
        PATH: [dirname(findCoturn() ?? ""), process.env["PATH"]].join(delimiter),
        TMPDIR: folder,
        TURN_SECRET: secret,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const ended = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true });
  });
  const said: string[] = [];
  onTestFailed(() => {
    process.stderr.write(`coturn said:\n  ${said.join("\n  ")}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
    createInterface({ input: child.stdout }).on("line", (line) => {
      said.push(line);
      // coturn serves from this line on; earlier requests are repeated.
      if (line.includes("Total General servers")) resolve();
    });
    child.once("close", () => reject(new Error(`coturn ended:\n${said.join("\n")}`)));
  });
  return port;
}
