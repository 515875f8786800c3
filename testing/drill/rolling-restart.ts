import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { countOf } from "../kit/count.ts";
import { atMost, type Figure, note } from "../kit/verdict.ts";
import { ClientFleet } from "./client-fleet.ts";
import { presenceFigures, signalFigures, timesOf } from "./figures.ts";
import { Oracle } from "./oracle.ts";
import { runDrill } from "./run-drill.ts";
import { ServerGroup } from "./server-group.ts";
import { answered, settled } from "./settle.ts";

const help = `Usage: npm run drill:rolling -- [options]

Restarts all servers of a cluster one after the other, several times, while clients exchange signals: SIGTERM, the end of the
drain, a new process, then the next server. Sessions continue, and nobody receives a leave.

  --nodes <count>      number of servers on one Redis (default: 2)
  --rounds <count>     how often each server is restarted (default: 3)
  --clients <count>    number of clients (default: 40)
  --rooms <count>      number of rooms (default: 10)
  --processes <count>  number of client processes (default: 2)
  --signals <count>    number of signals per second (default: 100)
  --json               print figures as JSON instead of a table
  --help               print this help and exit

Exits with 1 if a check failed.
`;

interface Options {
  readonly nodes: number;
  readonly rounds: number;
  readonly clients: number;
  readonly rooms: number;
  readonly processes: number;
  readonly signals: number;
  readonly json: boolean;
  readonly help: boolean;
}

/** Time limit until every roster must be correct, in milliseconds. */
const settleMs = 60_000;

const nobody: ReadonlySet<string> = new Set();

await runDrill({ help, readOptions, measure });
// A socket that fails while Node 20 resets it is never closed, and Node would wait for it.
process.exit();

function readOptions(commandLine: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      nodes: { type: "string", default: "2" },
      rounds: { type: "string", default: "3" },
      clients: { type: "string", default: "40" },
      rooms: { type: "string", default: "10" },
      processes: { type: "string", default: "2" },
      signals: { type: "string", default: "100" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const nodes = countOf("--nodes", values.nodes);
  if (nodes < 2) throw new Error("--nodes is 1: a rolling restart needs at least 2 servers");
  return {
    ...values,
    nodes,
    rounds: countOf("--rounds", values.rounds),
    clients: countOf("--clients", values.clients),
    rooms: countOf("--rooms", values.rooms),
    processes: countOf("--processes", values.processes),
    signals: countOf("--signals", values.signals),
  };
}

async function measure(options: Options): Promise<Figure[]> {
  const { nodes, rounds, clients: slots, rooms, processes, signals: perSecond } = options;
  const oracle = new Oracle();
  const servers = await ServerGroup.start(nodes, {});
  const clients = { slots, rooms, processes, perSecond, seed: 1 };
  const fleet = await ClientFleet.start({ ...clients, oracle, servers });
  const course = { servers, fleet, oracle };
  const outcome = await restartAll(course, rounds);
  sayAll([...outcome.wrong, ...oracle.unanswered, ...oracle.wrongLeaves(nobody)]);
  sayAll([...oracle.errors, ...oracle.vainJoins, ...oracle.newSessions]);
  return [
    note("servers", nodes),
    note("restarts", nodes * rounds),
    note("time of all restarts", outcome.seconds, " s"),
    note("load average at the end", outcome.load),
    ...endFigures(servers),
    atMost("sessions that did not continue", oracle.newSessions.length, 0),
    ...signalFigures(oracle),
    note("time until all signals had an outcome", outcome.answeredMs, " ms"),
    ...presenceFigures(oracle, { ...outcome, excused: nobody }),
    ...timesOf("moves to another server", "absence of a moving client", oracle.absencesMs),
  ];
}

interface Course {
  readonly servers: ServerGroup;
  readonly fleet: ClientFleet;
  readonly oracle: Oracle;
}

/** Restarts all servers in several rounds, waits until everything has an outcome, and stops everything. */
async function restartAll(course: Course, rounds: number) {
  const { servers, fleet } = course;
  try {
    return await restartInRounds(course, rounds);
  } finally {
    await fleet.stop();
    await servers.stop();
  }
}

async function restartInRounds({ servers, fleet, oracle }: Course, rounds: number) {
  await settled(fleet, settleMs);
  fleet.talk();
  const startMs = performance.now();
  for (let round = 1; round <= rounds; round += 1) {
    for (let index = 0; index < servers.count; index += 1) {
      say(`round ${round} of ${rounds}: restarting server ${index + 1} of ${servers.count}`);
      await servers.restart(index, 0, "SIGTERM");
    }
  }
  const seconds = (performance.now() - startMs) / 1_000;
  fleet.hush();
  say("waiting until all rosters are correct");
  const [wrong, tookMs] = await settled(fleet, settleMs);
  const answeredMs = await answered(oracle);
  const [load = 0] = loadavg();
  return { seconds, wrong, tookMs, answeredMs, load };
}

/** Returns how the processes of the servers ended. */
function endFigures({ servers }: ServerGroup): Figure[] {
  const ends = servers.flatMap((server) => server.ends);
  const errors = ends.flatMap((end) => end.errors);
  sayAll(errors);
  return [
    atMost(
      "servers that did not end with 0",
      ends.filter(({ exitCode }) => exitCode !== 0).length,
      0,
    ),
    atMost("errors in the logs of the servers", errors.length, 0),
  ];
}

function sayAll(sentences: readonly string[]): void {
  for (const sentence of sentences) say(sentence);
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
