import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

const root = join(import.meta.dirname, "../..");

/** The output of a program. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly said: string;
}

/** Runs a program of this repository as a user does: `tsx`, its path and its arguments. */
export async function runByHand(...commandLine: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, ["--import", "tsx", ...commandLine], {
    cwd: root,
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "pipe"],
  });
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
