import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { countOf } from "../kit/count.ts";
import type { RedisProcess } from "../kit/redis-process.ts";
import { atMost, type Figure, note } from "../kit/verdict.ts";
import { quantile } from "./figures.ts";
import { MemoryGrowth } from "./memory-growth.ts";
import type { OutageOrder, OutageReport, OutageWord } from "./outage-clients.ts";
import { processorWaitMs } from "./processor-wait.ts";
import { runDrill } from "./run-drill.ts";
import { ServerGroup } from "./server-group.ts";

const help = `Usage: npm run drill:redis -- [options]

Stops the Redis of two servers under load: it hangs (SIGSTOP), is killed and started again with its data, and loses its data
(FLUSHALL). Measures messages, the memory of the servers, and the time until the rooms are whole again.

  --hung <seconds>     duration of the hang (default: 30)
  --away <seconds>     duration without Redis (default: 60)
  --watch <seconds>    time after each return in which false leaves are counted (default: 15)
  --rooms <count>      number of rooms with five peers (default: 10)
  --near <count>       small messages between peers of one server, per second (default: 100)
  --far <count>        large messages between peers of two servers, per second (default: 200)
  --bytes <count>      size of a large message, in bytes (default: 16384)
  --json               print figures as JSON instead of a table
  --help               print this help and exit

Exits with 1 if a check failed.
`;

interface Options {
  readonly hung: number;
  readonly away: number;
  readonly watch: number;
  readonly rooms: number;
  readonly near: number;
  readonly far: number;
  readonly bytes: number;
  readonly json: boolean;
  readonly help: boolean;
}

/** The clients have few addresses and send a lot, so no limit may apply. */
const limits = {
  MAX_SOCKETS_PER_ADDRESS: "0",
  CONNECTS_PER_MINUTE: "0",
  JOINS_PER_MINUTE: "0",
  MESSAGES_PER_SECOND: "0",
  ADDRESS_SHARE: "0",
};

const most = {
  nearMs: 50,
  megabytes: 50,
  healedMs: 5_000,
  /** A refused message is never delivered later than 2 s after it was sent (U5); the clients add their own delay. */
  arrivalMs: 2_500,
};

/** The time of the load before the first outage, in milliseconds. */
const warmUpMs = 5_000;

await runDrill({ help, readOptions, measure });

function readOptions(commandLine: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      hung: { type: "string", default: "30" },
      away: { type: "string", default: "60" },
      watch: { type: "string", default: "15" },
      rooms: { type: "string", default: "10" },
      near: { type: "string", default: "100" },
      far: { type: "string", default: "200" },
      bytes: { type: "string", default: "16384" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return {
    ...values,
    hung: countOf("--hung", values.hung),
    away: countOf("--away", values.away),
    watch: countOf("--watch", values.watch),
    rooms: countOf("--rooms", values.rooms),
    near: countOf("--near", values.near),
    far: countOf("--far", values.far),
    bytes: countOf("--bytes", values.bytes),
  };
}

async function measure(options: Options): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "drill-"));
  // The data survives the end of the process.
  const kept = ["--dir", folder, "--appendonly", "yes", "--appendfsync", "no"];
  const servers = await ServerGroup.start(2, limits, kept);
  const clients = fork(fileURLToPath(new URL("outage-clients.ts", import.meta.url)));
  try {
    await assemble(clients, servers, options);
    const field = { servers, clients, watchMs: options.watch * 1_000 };
    const figures: Figure[] = [];
    for (const outage of outagesOf(servers, options)) {
      say(outage.name);
      figures.push(...(await suffer(outage, field)));
    }
    const ended = servers.servers.filter(({ isRunning }) => !isRunning).length;
    return [...figures, atMost("servers that ended", ended, 0)];
  } finally {
    clients.kill("SIGKILL");
    await servers.stop();
    rmSync(folder, { recursive: true });
  }
}

async function assemble(
  clients: ChildProcess,
  { servers, token }: ServerGroup,
  { rooms, near, far, bytes }: Options,
): Promise<void> {
  const [one = "", two = ""] = servers.map(({ url }) => url);
  const load = { nearPerSecond: near, farPerSecond: far, farBytes: bytes };
  await answerTo(clients, { urls: [one, two], token, rooms, ...load });
  await setTimeout(warmUpMs);
}

interface Outage {
  readonly name: string;
  readonly begin: () => void | Promise<void>;
  readonly durationMs: number;
  readonly end: () => void | Promise<void>;
}

function outagesOf({ redis }: ServerGroup, { hung, away }: Options): readonly Outage[] {
  if (!redis) throw new Error("the servers have no Redis");
  return [
    {
      name: `hung for ${hung} s`,
      begin: () => redis.signal("SIGSTOP"),
      durationMs: hung * 1_000,
      end: () => redis.signal("SIGCONT"),
    },
    {
      name: `away for ${away} s`,
      begin: () => redis.kill(),
      durationMs: away * 1_000,
      end: () => redis.startAgain(),
    },
    { name: "emptied", begin: () => empty(redis), durationMs: 0, end: () => {} },
  ];
}

async function empty({ port }: RedisProcess): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  socket.write("FLUSHALL\r\n");
  await once(socket, "data");
  socket.destroy();
}

interface Field {
  readonly servers: ServerGroup;
  readonly clients: ChildProcess;
  readonly watchMs: number;
}

/** Carries out an outage and returns its figures. */
async function suffer(outage: Outage, { servers, clients, watchMs }: Field): Promise<Figure[]> {
  const before = await reportOf(clients);
  const pids = servers.servers.map(({ pid }) => pid);
  const memory = new MemoryGrowth(pids);
  const waits = [...pids, clients.pid ?? 0].map(processorWaitOf);
  await outage.begin();
  await setTimeout(outage.durationMs);
  const waitMs = Math.max(...waits.map((wait) => wait()));
  const during = await reportOf(clients);
  const [load = 0] = loadavg();
  await outage.end();
  const backMs = performance.now();
  await answerTo(clients, "check");
  const healedMs = performance.now() - backMs;
  await setTimeout(watchMs);
  memory.stop();
  const after = await reportOf(clients);
  // An outage without a duration has no messages of its own.
  const figures =
    outage.durationMs > 0
      ? [...outageFigures(before, during), ...returnFigures([during, after])]
      : returnFigures([after]);
  return [
    note("load average", load),
    ...(outage.durationMs > 0
      ? [note("wait of a process for a processor", (waitMs / outage.durationMs) * 100, " %")]
      : []),
    ...figures,
    atMost("growth of the memory of a server", memory.megabytes, most.megabytes, " MB"),
    atMost("time until the rooms were whole again", healedMs, most.healedMs, " ms"),
  ].map((figure) => ({ ...figure, name: `${outage.name}: ${figure.name}` }));
}

/** Returns a function that returns how long a process has waited for a processor since then, in milliseconds. */
function processorWaitOf(pid: number): () => number {
  const beforeMs = processorWaitMs(pid);
  return () => processorWaitMs(pid) - beforeMs;
}

/** Returns what became of the messages during an outage. On a busy machine, a message takes longer also before it. */
function outageFigures(before: OutageReport, during: OutageReport): Figure[] {
  const { nearMs, nearRefusals, farMs, farRefusedMs, farOtherCodes } = during;
  return [
    note("time of messages to the same server before, p99", quantile(before.nearMs, 0.99), " ms"),
    note("messages to the same server", nearMs.length),
    note("their time, median", quantile(nearMs, 0.5), " ms"),
    atMost("their time, p99", quantile(nearMs, 0.99), most.nearMs, " ms"),
    atMost("refused messages to the same server", nearRefusals.length, 0),
    note("messages to the other server that arrived", farMs.length),
    note("messages to the other server that were refused", farRefusedMs.length),
    note("time until the refusal, median", quantile(farRefusedMs, 0.5), " ms"),
    note("time until the refusal, maximum", quantile(farRefusedMs, 1), " ms"),
    atMost("refusals with another code than unavailable", farOtherCodes.length, 0),
  ];
}

/** Returns what the clients observed until some time after the return of Redis. */
function returnFigures(reports: readonly OutageReport[]): Figure[] {
  const falseLeaves = reports.flatMap((one) => one.falseLeaves);
  const losses = reports.flatMap((one) => one.losses);
  const wrong = reports.at(-1)?.wrongRosters ?? [];
  for (const sentence of [...falseLeaves, ...losses, ...wrong]) say(sentence);
  const arrivalMs = Math.max(0, ...reports.map((one) => quantile(one.farMs, 1)));
  return [
    atMost("time until the arrival at the other server, maximum", arrivalMs, most.arrivalMs, " ms"),
    atMost("false leaves", falseLeaves.length, 0),
    atMost("lost connections and sessions", losses.length, 0),
    atMost("wrong rosters at the end", wrong.length, 0),
  ];
}

async function reportOf(clients: ChildProcess): Promise<OutageReport> {
  return (await answerTo(clients, "report")) as OutageReport;
}

async function answerTo(clients: ChildProcess, order: OutageOrder): Promise<OutageWord> {
  const answered = once(clients, "message");
  clients.send(order);
  const [word] = (await answered) as [OutageWord];
  return word;
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
