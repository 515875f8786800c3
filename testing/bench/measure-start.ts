import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { freePort } from "../kit/free-port.ts";
import type { RawSocket } from "../kit/raw-socket.ts";
import { residentMegabytes } from "../kit/resident-memory.ts";
import { within } from "../kit/within.ts";
import { type Measurement, quantities } from "./quantities.ts";
import type { Subject } from "./subjects.ts";

/** Time limit of the start, in seconds. */
const patienceSeconds = 60;

/** The time in which a server finishes what it does after its start, in milliseconds. */
const settlingMs = 1_000;

/** Time between two attempts to connect, in milliseconds. */
const retryMs = 2;

/** Starts every server as a user does, one after the other. Measures start time and resident memory. */
export async function measureStarts(subjects: readonly Subject[]): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const subject of subjects) measurements.push(...(await measureStart(subject)));
  return measurements;
}

async function measureStart(subject: Subject): Promise<Measurement[]> {
  const port = String(await freePort());
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const env = { ...inherited, ...subject.environment, NODE_ENV: "production" };
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, [...subject.program], {
    env: { ...env, HOST: "127.0.0.1", PORT: port },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const exit = once(child, "exit");
  const ended = exit.then(() => Promise.reject(new Error(`${subject.title} ended`)));
  ended.catch(() => {});
  try {
    const accepted = Promise.race([firstClient(subject, `http://127.0.0.1:${port}`), ended]);
    const socket = await within(patienceSeconds, `${subject.title}, start`, accepted);
    const milliseconds = performance.now() - startedAtMs;
    await setTimeout(settlingMs);
    const megabytes = residentMegabytes(child.pid as number);
    socket.end();
    return [
      { quantity: quantities.start, subject, value: milliseconds },
      ...(megabytes === undefined
        ? []
        : [{ quantity: quantities.memory, subject, value: megabytes }]),
    ];
  } finally {
    child.kill("SIGKILL");
    await exit;
  }
}

/** Tries to connect until the server listens. */
async function firstClient(subject: Subject, url: string): Promise<RawSocket> {
  for (;;) {
    try {
      return await subject.dialect.connect(url, "first");
    } catch (error) {
      if (!isRefused(error)) throw error;
      await setTimeout(retryMs);
    }
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNREFUSED";
}
