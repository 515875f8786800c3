import fc from "fast-check";
import { expect, test } from "vitest";
import { ReliableChannel } from "../src/reliable-channel.ts";
import { LossyNetwork, type NetworkChannel, type Verdict, type Weather } from "./lossy-network.ts";
import { VirtualTime } from "./virtual-time.ts";

interface Said {
  readonly number: number;
  readonly isForbidden: boolean;
}

/** The connection of one of two peers is lost, and comes back with the same session or with a new one. */
interface Outage {
  readonly who: 0 | 1;
  readonly atMs: number;
  readonly forMs: number;
  readonly isNewSession: boolean;
}

interface Conditions {
  readonly seed: number;
  readonly messages: number;
  /** Parts of a hundred. */
  readonly lost: number;
  readonly repeated: number;
  readonly refused: number;
  readonly forbidden: number;
  readonly mostDelayMs: number;
  readonly mostPauseMs: number;
  readonly outages: readonly Outage[];
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function weatherOf(conditions: Conditions, random: () => number): Weather {
  const isOneOf = (parts: number) => random() * 100 < parts;
  const way = () => random() * conditions.mostDelayMs;
  const ways = () => {
    if (isOneOf(conditions.lost)) return [];
    return isOneOf(conditions.repeated) ? [way(), way()] : [way()];
  };
  const judge = (content: unknown): Verdict => {
    const { c } = content as { c?: Said };
    if (c?.isForbidden) return { code: "forbidden" };
    if (!isOneOf(conditions.refused)) return "pass";
    return isOneOf(50) ? { code: "unavailable" } : { code: "rate-limited", retryAfterMs: 20 };
  };
  return { up: ways, down: ways, judge };
}

const fairWeather: Weather = {
  up: () => [10],
  down: () => [10],
  judge: (content) => ((content as { c?: Said }).c?.isForbidden ? { code: "forbidden" } : "pass"),
};

/** One end: what it said and what became of it, what it heard. */
class Talker {
  readonly channel: NetworkChannel;
  readonly reliable: ReliableChannel;
  readonly outcomes = new Map<number, { isForbidden: boolean; outcome: string }>();
  readonly heard: number[] = [];
  readonly afterTheEnd: number[] = [];
  isRenewing = false;
  #outstanding = 0;
  readonly #over = new Set<string>();

  constructor(channel: NetworkChannel, time: VirtualTime) {
    this.channel = channel;
    this.reliable = new ReliableChannel({ channel, later: time.later });
    this.reliable.on("sessionLost", ({ sessionId }) => {
      if (!this.isRenewing) this.#over.add(channel.sessionId + sessionId);
    });
    this.reliable.onMessage(({ message, fromSession }) => {
      const { number } = message as Said;
      this.heard.push(number);
      if (this.#over.has(channel.sessionId + fromSession)) this.afterTheEnd.push(number);
    });
  }

  /** Not more than the window takes. */
  get mayTalk(): boolean {
    return this.#outstanding < 128;
  }

  say(target: string, { number, isForbidden }: Said): void {
    this.outcomes.set(number, { isForbidden, outcome: "pending" });
    const settle = (outcome: string) => {
      this.#outstanding -= 1;
      this.outcomes.set(number, { isForbidden, outcome });
    };
    this.#outstanding += 1;
    this.reliable.sendTo(target, { number, isForbidden } satisfies Said).then(
      () => settle("resolved"),
      ({ code }) => settle(code),
    );
  }

  numbersOf(outcome: string): number[] {
    return [...this.outcomes].filter(([, said]) => said.outcome === outcome).map(([n]) => n);
  }
}

async function converse(conditions: Conditions): Promise<readonly [Talker, Talker]> {
  const time = new VirtualTime();
  const random = randomFrom(conditions.seed);
  const network = new LossyNetwork(time, weatherOf(conditions, random));
  const talkers = ["ada", "bob"].map((peerId) => new Talker(network.channel(peerId), time));
  const [ada, bob] = talkers as [Talker, Talker];
  for (const { channel } of talkers) network.connect(channel);
  await time.pass(100);
  for (const { who, atMs, forMs, isNewSession } of conditions.outages) {
    const talker = who === 0 ? ada : bob;
    time.later(atMs, () => network.disconnect(talker.channel));
    time.later(atMs + forMs, () => comeBack(network, talker, isNewSession));
  }
  for (const [talker, target] of [
    [ada, "bob"],
    [bob, "ada"],
  ] as const) {
    const talk = (number: number) => {
      if (number === conditions.messages) return;
      const isReady = talker.mayTalk;
      const isForbidden = random() * 100 < conditions.forbidden;
      if (isReady) talker.say(target, { number, isForbidden });
      time.later(1 + random() * conditions.mostPauseMs, () => talk(isReady ? number + 1 : number));
    };
    talk(0);
  }
  await time.pass(60_000);
  network.weather = fairWeather;
  for (const talker of talkers) if (!talker.channel.isConnected) comeBack(network, talker, false);
  await time.pass(120_000);
  return [ada, bob];
}

function comeBack(network: LossyNetwork, talker: Talker, isNewSession: boolean): void {
  talker.isRenewing = isNewSession;
  if (isNewSession) network.renew(talker.channel);
  else network.connect(talker.channel);
  talker.isRenewing = false;
}

/** What may have become of a message in the end; `peer-not-found`: said between two sessions of the peer. */
const outcomes = ["resolved", "forbidden", "session-lost", "peer-not-found"];

function expectPromiseKept(speaker: Talker, hearer: Talker): void {
  const { heard, afterTheEnd } = hearer;
  const heardSet = new Set(heard);
  expect(heard).toEqual([...heardSet].sort((one, other) => one - other));
  expect(afterTheEnd).toEqual([]);
  for (const { outcome } of speaker.outcomes.values()) expect(outcomes).toContain(outcome);
  expect(speaker.numbersOf("resolved").filter((number) => !heardSet.has(number))).toEqual([]);
  expect(speaker.numbersOf("forbidden").filter((number) => heardSet.has(number))).toEqual([]);
}

const outage = fc.record({
  who: fc.constantFrom(0 as const, 1 as const),
  atMs: fc.integer({ min: 100, max: 8_000 }),
  forMs: fc.integer({ min: 0, max: 5_000 }),
  isNewSession: fc.boolean(),
});

const conditions = (outages: fc.Arbitrary<Outage>): fc.Arbitrary<Conditions> =>
  fc.record({
    seed: fc.integer(),
    messages: fc.constant(200),
    lost: fc.integer({ min: 0, max: 20 }),
    repeated: fc.integer({ min: 0, max: 30 }),
    refused: fc.integer({ min: 0, max: 10 }),
    forbidden: fc.integer({ min: 0, max: 10 }),
    mostDelayMs: fc.integer({ min: 0, max: 300 }),
    mostPauseMs: fc.integer({ min: 0, max: 60 }),
    outages: fc.array(outages, { maxLength: 4 }),
  });

const sameSession = outage.map((one) => ({ ...one, isNewSession: false }));

test("[X2] while sessions last nothing is lost, nothing comes twice, nothing out of order", async () => {
  const property = fc.asyncProperty(conditions(sameSession), async (given) => {
    const [ada, bob] = await converse(given);
    for (const [speaker, hearer] of [
      [ada, bob],
      [bob, ada],
    ] as const) {
      expectPromiseKept(speaker, hearer);
      const taken = [...speaker.outcomes].filter(([, { isForbidden }]) => !isForbidden);
      expect(hearer.heard).toEqual(taken.map(([number]) => number));
      expect(new Set([...speaker.outcomes.values()].map(({ outcome }) => outcome))).not.toContain(
        "session-lost",
      );
    }
  });
  await fc.assert(property, { numRuns: 20 });
});

test("[X8] sessions that end take with them what is outstanding, and say so", async () => {
  const property = fc.asyncProperty(conditions(outage), async (given) => {
    const [ada, bob] = await converse(given);
    expectPromiseKept(ada, bob);
    expectPromiseKept(bob, ada);
  });
  await fc.assert(property, { numRuns: 20 });
});
