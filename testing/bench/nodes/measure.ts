import { setTimeout } from "node:timers/promises";
import { within } from "../../kit/within.ts";
import { type Cpu, MeasuredCluster } from "./cluster.ts";
import type { Options } from "./options.ts";
import { connectPair, disconnect, type Pair, type Placement, talk, talkBothWays } from "./pair.ts";

/** Time limit of any step, in seconds. */
const patienceSeconds = 120;

/** Number of messages that a peer sends during a stay. */
const messagesOfStay = 30;

/** Time between two heartbeats, in seconds: less than the 8 s of a server by default, so that a measurement is over sooner. */
const heartbeatSeconds = 1;

/** Number of pairs that come at a time. */
const pairsAtOnce = 8;

/** The time in which the servers handle the leaves of all pairs, in milliseconds. */
const leaveMs = 500;

/** The warm-up of one server consists of parts: their number of stays, and the heartbeats of a stay. */
const partOfWarmUp = { stays: 1_000, heartbeats: 1 };

export interface Situation {
  readonly servers: number;
  readonly placement: Placement;
  /** The folder of another checkout whose server is measured; `undefined`: this one. */
  readonly before?: string;
}

/** CPU time per message and per stay, in microseconds. */
export interface Measurement {
  readonly message: Cpu;
  readonly stay: Cpu;
}

/**
 * Starts new servers and measures them. The load of one server is always the same. A warm-up precedes each measurement, until
 * V8 has compiled what the measurement runs.
 */
export async function measure(situation: Situation, options: Options): Promise<Measurement> {
  const cluster = await MeasuredCluster.start(situation.servers, {
    isShared: situation.placement !== "alone",
    heartbeatSeconds,
    before: situation.before,
  });
  try {
    const all = {
      ...options,
      messages: options.messages * situation.servers,
      pairs: options.pairs * situation.servers,
      stays: options.stays * situation.servers,
    };
    const messages = () => sendMessages(cluster, situation.placement, all);
    await within(patienceSeconds, "the warm-up", messages());
    const message = await perUnit(all.messages, messages);
    for (let left = options.warmUp; left > 0; left -= partOfWarmUp.stays) {
      const count = Math.min(left, partOfWarmUp.stays) * situation.servers;
      const part = { ...all, stays: count, heartbeats: partOfWarmUp.heartbeats };
      await within(patienceSeconds, "the warm-up", stays(cluster, situation.placement, part));
    }
    const stay = await perUnit(all.stays, () => stays(cluster, situation.placement, all));
    return { message, stay };
  } finally {
    await cluster.stop();
  }
}

async function perUnit(units: number, load: () => Promise<Cpu>): Promise<Cpu> {
  const { servers, redis } = await within(patienceSeconds, "a measurement", load());
  return { servers: servers / units, redis: redis / units };
}

async function during(cluster: MeasuredCluster, work: () => Promise<unknown>): Promise<Cpu> {
  const before = await cluster.cpu();
  await work();
  const after = await cluster.cpu();
  return { servers: after.servers - before.servers, redis: after.redis - before.redis };
}

async function sendMessages(
  cluster: MeasuredCluster,
  placement: Placement,
  { messages, pairs: count, inFlight }: Options,
): Promise<Cpu> {
  const pairs = await Promise.all(
    Array.from({ length: count }, (_, number) => connectPair(cluster, number, placement)),
  );
  const each = Math.ceil(messages / count);
  try {
    return await during(cluster, () =>
      Promise.all(pairs.map((pair) => talk(pair, { messages: each, inFlight }))),
    );
  } finally {
    for (const pair of pairs) disconnect(pair);
  }
}

/** Pairs come, exchange messages in both directions, receive heartbeats, and leave. */
async function stays(
  cluster: MeasuredCluster,
  placement: Placement,
  options: Options,
): Promise<Cpu> {
  const pairs: Pair[] = [];
  let left = Math.ceil(options.stays / 2);
  const next = async (number: number): Promise<void> => {
    if (left === 0) return;
    left -= 1;
    const pair = await connectPair(cluster, number, placement);
    pairs.push(pair);
    await talkBothWays(pair, { messages: messagesOfStay, inFlight: 4 });
    await next(number + 1);
  };
  return during(cluster, async () => {
    await Promise.all(Array.from({ length: pairsAtOnce }, (_, number) => next(number)));
    await setTimeout(options.heartbeats * heartbeatSeconds * 1_000);
    for (const pair of pairs) disconnect(pair);
    // The servers learn of it a moment later.
    await setTimeout(leaveMs);
  });
}
