import { randomBytes } from "node:crypto";
import { loadavg } from "node:os";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { countOf } from "../kit/count.ts";
import { redisCpuMicroseconds } from "../kit/redis-cpu.ts";
import { RedisProcess } from "../kit/redis-process.ts";
import { atMost, type Figure, note } from "../kit/verdict.ts";
import { BulkFleet, type BulkState, bulkLimits } from "./bulk-fleet.ts";
import { quantile } from "./figures.ts";
import { type Lag, lagFigures, MeasuredServer } from "./measured-lag.ts";
import { RestartableServer } from "./restartable-server.ts";
import { runDrill } from "./run-drill.ts";
import { untilReady } from "./server-group.ts";
import { StockPeer } from "./stock-peer.ts";

const help = `Usage: npm run drill:kill -- [options]

Ends one of two servers with kill -9, while all clients are connected to it. The clients know both servers by one name, and
resume their sessions on the other server. Peers without a session leave.

  --clients <count>    number of clients (default: 5000)
  --processes <count>  number of client processes (default: 2)
  --room <count>       number of clients per room (default: 10)
  --stock <count>      number of further peers without a session (default: 50)
  --json               print figures as JSON instead of a table
  --help               print this help and exit

Exits with 1 if a check failed.
`;

interface Options {
  readonly clients: number;
  readonly processes: number;
  readonly peersPerRoom: number;
  readonly stock: number;
  readonly json: boolean;
  readonly help: boolean;
}

/** The name of both servers, which have the same port at two addresses. */
const name = "cluster.test";
const addresses = ["127.0.0.1", "127.0.0.2"] as const;

const most = { backMs: 10_000, leaveMs: 10_000 };

/** Time limit until the leaves of all stock peers are received, in milliseconds. */
const patienceMs = 60_000;

const stockPeersPerRoom = 5;

await runDrill({ help, readOptions, measure });

function readOptions(commandLine: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...commandLine],
    options: {
      clients: { type: "string", default: "5000" },
      processes: { type: "string", default: "2" },
      room: { type: "string", default: "10" },
      stock: { type: "string", default: "50" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return {
    ...values,
    clients: countOf("--clients", values.clients),
    processes: countOf("--processes", values.processes),
    peersPerRoom: countOf("--room", values.room),
    stock: countOf("--stock", values.stock),
  };
}

async function measure(options: Options): Promise<Figure[]> {
  const secret = () => randomBytes(24).toString("base64url");
  const redis = await RedisProcess.start();
  const keys = { TOKEN: secret(), SESSION_KEY: secret(), REDIS_URL: redis.url };
  const settings = { ...bulkLimits, ...keys };
  const [first, second] = addresses;
  const killed = await RestartableServer.start({ ...settings, HOST: first });
  const PORT = String(killed.port);
  const surviving = await MeasuredServer.start({ ...settings, HOST: second, PORT });
  const url = `http://${name}:${killed.port}`;
  const fleet = new BulkFleet({ ...options, url, addresses, token: keys.TOKEN });
  try {
    await Promise.all([untilReady(killed), untilReady(surviving.server)]);
    const servers = { killed, surviving: surviving.server };
    const observers = await observersOf(options.stock, servers);
    await fleet.untilConnected();
    const [load = 0] = loadavg();
    const cpuBefore = await redisCpuMicroseconds(redis.port);
    const killedMs = performance.now();
    await killed.stop("SIGKILL");
    await fleet.untilReturned();
    const backMs = performance.now() - killedMs;
    const redisSeconds = ((await redisCpuMicroseconds(redis.port)) - cpuBefore) / 1_000_000;
    const leavesMs = await leavesOf(observers, options.stock, killedMs);
    const measured = { options, load, backMs, redisSeconds, leavesMs, lag: surviving.lag() };
    return figuresOf(await fleet.state(), measured);
  } finally {
    fleet.stop();
    if (killed.isRunning) await killed.stop();
    await surviving.stop();
    await redis.kill();
  }
}

interface Servers {
  readonly killed: RestartableServer;
  readonly surviving: RestartableServer;
}

/** Fills rooms with stock peers on the server that will be killed. Returns one more peer of each room, on the other server. */
function observersOf(count: number, { killed, surviving }: Servers): Promise<StockPeer[]> {
  const rooms = Math.ceil(count / stockPeersPerRoom);
  const { token } = killed;
  return Promise.all(
    Array.from({ length: rooms }, async (_, number) => {
      const room = `stock ${number}`;
      const peers = Math.min(stockPeersPerRoom, count - number * stockPeersPerRoom);
      for (let id = 1; id <= peers; id += 1) {
        await StockPeer.join({ url: killed.url, token, room, peerId: `stock ${id}` });
      }
      return StockPeer.join({ url: surviving.url, token, room, peerId: "observer" });
    }),
  );
}

/** Returns the times until the leaves were received, in milliseconds. */
async function leavesOf(
  observers: readonly StockPeer[],
  count: number,
  killedMs: number,
): Promise<readonly number[]> {
  for (;;) {
    const leaves = observers.flatMap((observer) => observer.leaves);
    const isOver = leaves.length >= count || performance.now() - killedMs > patienceMs;
    if (isOver) return leaves.map(({ atMs }) => atMs - killedMs);
    await setTimeout(100);
  }
}

interface Measured {
  readonly options: Options;
  readonly load: number;
  readonly backMs: number;
  readonly redisSeconds: number;
  readonly leavesMs: readonly number[];
  readonly lag: Lag;
}

function figuresOf(state: BulkState, measured: Measured): Figure[] {
  const { errors, awayMs, leaves, newSessions } = state;
  const { options, load, backMs, redisSeconds, leavesMs, lag } = measured;
  return [
    note("clients", options.clients),
    note("client processes", options.processes),
    note("load average before", load),
    atMost("time from the kill until all are ready", backMs, most.backMs, " ms"),
    note("absence, median", quantile(awayMs, 0.5), " ms"),
    note("absence, p99", quantile(awayMs, 0.99), " ms"),
    note("absence, maximum", quantile(awayMs, 1), " ms"),
    atMost("peer-id-taken", errors.filter((code) => code === "peer-id-taken").length, 0),
    atMost("channels that closed with an error", errors.length, 0),
    atMost("sessions that did not continue", newSessions, 0),
    atMost("leaves of clients with a session", leaves, 0),
    atMost("missing leaves of peers without a session", options.stock - leavesMs.length, 0),
    note("time until their leaves, first", quantile(leavesMs, 0), " ms"),
    atMost("time until their leaves, last", quantile(leavesMs, 1), most.leaveMs, " ms"),
    ...lagFigures(lag),
    note("CPU time of Redis since the kill", redisSeconds, " s"),
  ];
}
