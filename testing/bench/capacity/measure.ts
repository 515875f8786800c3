import { readdirSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { OurServer } from "../../kit/our-server.ts";
import { processorSeconds } from "../../kit/processor-time.ts";
import { peakMegabytes, residentMegabytes } from "../../kit/resident-memory.ts";
import { within } from "../../kit/within.ts";
import type { ClientKind } from "./client.ts";
import { Fleet } from "./fleet.ts";
import type { Options } from "./options.ts";

/** Time limit of the whole, in seconds. */
const patienceSeconds = 1_800;

/** Time in which the server does its later work, such as batches of presence, in milliseconds: less in a short run. */
const settleMsOf = (seconds: number) => Math.min(1_000, seconds * 250);

/** One process of the server with clients of one kind. CPU times are in microseconds. */
export interface Measurement {
  readonly kilobytesPerConnection: number;
  readonly filesPerConnection: number;
  /** Resident memory with all connections, in megabytes. */
  readonly megabytes: number;
  /** Largest resident memory, also while the clients send messages and leave, in megabytes. */
  readonly peakMegabytes: number;
  /** CPU time for connect, authentication and join, for one client. */
  readonly join: number;
  readonly leave: number;
  /** CPU time of one idle connection per second. */
  readonly idle: number;
  readonly talks: readonly Talk[];
}

/** A time in which the clients send messages. */
export interface Talk {
  readonly perSecond: number;
  /** CPU time for one message and its acknowledgement, without the time of idle connections. */
  readonly message: number;
  /** Share of one processor core that the whole process used. */
  readonly share: number;
}

/** All clients of the benchmark have one address and no identity. */
const settings = {
  AUTH: "none",
  ADDRESS_SHARE: "0",
  MAX_SOCKETS_PER_ADDRESS: "0",
  LOG_LEVEL: "info",
};

/** Starts a server, and measures it with clients of one kind. */
export async function measure(kind: ClientKind, options: Options): Promise<Measurement> {
  const server = await OurServer.start(settings);
  try {
    return await within(patienceSeconds, kind.title, measureWith(server, kind, options));
  } finally {
    await server.stop("SIGKILL");
  }
}

async function measureWith(
  { pid, url }: OurServer,
  kind: ClientKind,
  { connections, before, peersPerRoom, seconds, rates }: Options,
): Promise<Measurement> {
  const fleet = new Fleet(kind, url, peersPerRoom);
  const settleMs = settleMsOf(seconds);
  const during = (work: () => Promise<unknown>) => processorTime(pid, work, settleMs);
  await fleet.connect(before);
  await setTimeout(settleMs);
  const earlier = { files: openFiles(pid), megabytes: known(residentMegabytes(pid)) };

  const joined = await during(() => fleet.connect(connections));
  const files = openFiles(pid);
  const idle = await during(() => setTimeout(seconds * 1_000));
  const megabytes = known(residentMegabytes(pid));

  const talks: Talk[] = [];
  for (const perSecond of rates) {
    let messages = 0;
    const talk = await during(async () => {
      messages = await fleet.talk(perSecond, seconds);
    });
    const idleSeconds = (idle.processorSeconds / idle.seconds) * talk.seconds;
    talks.push({
      perSecond,
      message: ((talk.processorSeconds - idleSeconds) / messages) * 1e6,
      share: talk.processorSeconds / talk.seconds,
    });
  }
  const all = before + connections;
  const left = await during(() => fleet.leave());
  return {
    kilobytesPerConnection: ((megabytes - earlier.megabytes) * 1_024) / connections,
    filesPerConnection: (files - earlier.files) / connections,
    megabytes,
    peakMegabytes: known(peakMegabytes(pid)),
    join: (joined.processorSeconds / connections) * 1e6,
    leave: (left.processorSeconds / all) * 1e6,
    idle: (idle.processorSeconds / idle.seconds / all) * 1e6,
    talks,
  };
}

/** Measures the CPU time of a process during some work, and a short time after it. */
async function processorTime(pid: number, work: () => Promise<unknown>, settleMs: number) {
  const [startMs, earlier] = [performance.now(), processorSeconds(pid)];
  await work();
  await setTimeout(settleMs);
  return {
    seconds: (performance.now() - startMs) / 1_000,
    processorSeconds: processorSeconds(pid) - earlier,
  };
}

function known(megabytes: number | undefined): number {
  if (megabytes === undefined) throw new Error("the server has ended, or this system has no /proc");
  return megabytes;
}

const openFiles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;
