import type { Cpu } from "./cluster.ts";
import { ClusterLoad, type Situation } from "./cluster-load.ts";
import type { Options } from "./options.ts";

/** The warm-up consists of turns with this number of stays of one server, and this number of heartbeats. */
const turnOfWarmUp = { stays: 1_000, heartbeats: 1 };

/** CPU time per message and per stay, in microseconds. */
export interface Measurement {
  readonly message: Cpu;
  readonly stay: Cpu;
}

/** The load of one turn. Numbers are those of one server. */
interface Turn {
  readonly messages: number;
  readonly stays: number;
  readonly heartbeats: number;
}

/**
 * Measures clusters of the same number of servers in one round. All clusters start at the same time. Then each has a small part
 * of its load in turn, so that a drift of the machine meets all of them. The first turns are a warm-up, until V8 has compiled
 * the measured code.
 */
export async function measureRound(
  situations: readonly Situation[],
  options: Options,
): Promise<readonly Measurement[]> {
  const loads = await Promise.all(situations.map((situation) => ClusterLoad.start(situation)));
  const { turns, messages, stays, warmUp, heartbeats } = options;
  const turnsOfWarmUp = Math.ceil(warmUp / turnOfWarmUp.stays);
  try {
    for (let turn = 0; turn < turnsOfWarmUp; turn += 1) {
      const part = { stays: warmUp / turnsOfWarmUp, messages: messages / turnsOfWarmUp };
      await takeTurn(rotated(loads, turn), { ...turnOfWarmUp, ...part }, options);
    }
    const used = new Map<ClusterLoad, Measurement[]>(loads.map((load) => [load, []]));
    for (let turn = 0; turn < turns; turn += 1) {
      const part = { messages: messages / turns, stays: stays / turns, heartbeats };
      const measured = await takeTurn(rotated(loads, turn), part, options);
      for (const [load, measurement] of measured) used.get(load)?.push(measurement);
    }
    const servers = situations[0]?.servers ?? 1;
    return [...used.values()].map((measurements) => ({
      message: perUnit(
        measurements.map(({ message }) => message),
        messages * servers,
      ),
      stay: perUnit(
        measurements.map(({ stay }) => stay),
        stays * servers,
      ),
    }));
  } finally {
    await Promise.all(loads.map((load) => load.stop()));
  }
}

/** Gives each cluster one part of the load. Returns its CPU time. */
async function takeTurn(
  loads: readonly ClusterLoad[],
  { messages, stays, heartbeats }: Turn,
  { pairs, inFlight }: Options,
): Promise<ReadonlyMap<ClusterLoad, Measurement>> {
  const inTurn = async (work: (load: ClusterLoad) => Promise<Cpu>): Promise<readonly Cpu[]> => {
    const all: Cpu[] = [];
    for (const load of loads) all.push(await work(load));
    return all;
  };
  const message = await inTurn((load) => load.sendMessages({ messages, pairs, inFlight }));
  const begun = await inTurn((load) => load.beginStays(stays));
  // This is mostly waiting, so all clusters do it at the same time.
  const alive = await Promise.all(loads.map((load) => load.receiveHeartbeats(heartbeats)));
  const ended = await inTurn((load) => load.endStays());
  const stay = [begun, alive, ended];
  return new Map(
    loads.map((load, index) => [
      load,
      { message: sum([message[index]]), stay: sum(stay.map((step) => step[index])) },
    ]),
  );
}

function rotated<Value>(values: readonly Value[], by: number): readonly Value[] {
  const first = by % values.length;
  return [...values.slice(first), ...values.slice(0, first)];
}

function sum(times: readonly (Cpu | undefined)[]): Cpu {
  const total = (select: (time: Cpu) => number) =>
    times.reduce((all, time) => all + (time ? select(time) : 0), 0);
  return { servers: total((time) => time.servers), redis: total((time) => time.redis) };
}

function perUnit(times: readonly Cpu[], units: number): Cpu {
  const { servers, redis } = sum(times);
  return { servers: servers / units, redis: redis / units };
}
