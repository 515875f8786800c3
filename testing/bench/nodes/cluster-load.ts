import { setTimeout } from "node:timers/promises";
import { within } from "../../kit/within.ts";
import { type Cpu, MeasuredCluster } from "./cluster.ts";
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

export interface Situation {
  readonly servers: number;
  readonly placement: Placement;
  /** The folder of another checkout whose server is measured; `undefined`: this one. */
  readonly before?: string;
}

export interface MessageLoad {
  readonly messages: number;
  /** Pairs of peers that send messages at the same time. */
  readonly pairs: number;
  /** Messages of a pair in flight. */
  readonly inFlight: number;
}

/** The load of one cluster. Numbers are those of one server. Each method resolves with the CPU time of its work. */
export class ClusterLoad {
  readonly #cluster: MeasuredCluster;
  readonly #situation: Situation;
  #pairs: Pair[] = [];

  private constructor(cluster: MeasuredCluster, situation: Situation) {
    this.#cluster = cluster;
    this.#situation = situation;
  }

  /** Starts new servers, and a new Redis. */
  static async start(situation: Situation): Promise<ClusterLoad> {
    const cluster = await MeasuredCluster.start(situation.servers, {
      isShared: situation.placement !== "alone",
      heartbeatSeconds,
      before: situation.before,
    });
    return new ClusterLoad(cluster, situation);
  }

  /** Pairs exchange messages. They connect before the measurement, and leave after it. */
  async sendMessages({ messages, pairs: ofServer, inFlight }: MessageLoad): Promise<Cpu> {
    const count = ofServer * this.#situation.servers;
    const pairs = await Promise.all(
      Array.from({ length: count }, (_, number) => this.#pair(number)),
    );
    const each = Math.ceil(messages / ofServer);
    try {
      return await this.#during("messages", () =>
        Promise.all(pairs.map((pair) => talk(pair, { messages: each, inFlight }))),
      );
    } finally {
      for (const pair of pairs) disconnect(pair);
      await setTimeout(leaveMs);
    }
  }

  /** Pairs come, and exchange messages in both directions. */
  async beginStays(stays: number): Promise<Cpu> {
    let left = Math.ceil((stays * this.#situation.servers) / 2);
    const next = async (number: number): Promise<void> => {
      if (left === 0) return;
      left -= 1;
      const pair = await this.#pair(number);
      this.#pairs.push(pair);
      await talkBothWays(pair, { messages: messagesOfStay, inFlight: 4 });
      await next(number + 1);
    };
    return this.#during("the beginning of stays", () =>
      Promise.all(Array.from({ length: pairsAtOnce }, (_, number) => next(number))),
    );
  }

  /** All stays receive a number of heartbeats. */
  receiveHeartbeats(count: number): Promise<Cpu> {
    return this.#during("heartbeats", () => setTimeout(count * heartbeatSeconds * 1_000));
  }

  /** All stays end. */
  endStays(): Promise<Cpu> {
    const pairs = this.#pairs;
    this.#pairs = [];
    return this.#during("the end of stays", async () => {
      for (const pair of pairs) disconnect(pair);
      // The servers learn of it a moment later.
      await setTimeout(leaveMs);
    });
  }

  stop(): Promise<void> {
    return this.#cluster.stop();
  }

  #pair(number: number): Promise<Pair> {
    return connectPair(this.#cluster, number, this.#situation.placement);
  }

  async #during(step: string, work: () => Promise<unknown>): Promise<Cpu> {
    const before = await this.#cluster.cpu();
    await within(patienceSeconds, step, work());
    const after = await this.#cluster.cpu();
    return { servers: after.servers - before.servers, redis: after.redis - before.redis };
  }
}
