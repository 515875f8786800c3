import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { ReliableChannel } from "../src/reliable/reliable-channel.ts";
import { LossyNetwork, type NetworkChannel, type Verdict, type Weather } from "./lossy-network.ts";
import { VirtualTime } from "./virtual-time.ts";

vi.setConfig({ testTimeout: 300_000 });

interface Said {
  readonly number: number;
  readonly isForbidden: boolean;
}

/**
 * Ways in which a peer reconnects. `same`: with the same session. `new`: with a new session. `forgets`: with the same session
 * in another program, which knows nothing of the other end. `forgotten`: with the same session, but the other peer had
 * received its leave. `restart`: both peers reconnect with the same sessions. `restart without a key`: both peers reconnect
 * with new sessions.
 */
const kinds = ["same", "new", "forgets", "forgotten", "restart", "restart without a key"] as const;

interface Outage {
  readonly kind: (typeof kinds)[number];
  readonly who: 0 | 1;
  readonly atMs: number;
  readonly forMs: number;
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

/** One end of a conversation: its contents with their outcomes, and the contents that each of its programs received. */
class TestPeer {
  readonly channel: NetworkChannel;
  readonly outcomes = new Map<number, { isForbidden: boolean; outcome: string }>();
  /** By program: each one that forgets begins another list. */
  readonly received: number[][] = [];
  readonly afterTheEnd: number[] = [];
  readonly #time: VirtualTime;
  #reliable: ReliableChannel;
  #outstanding = 0;
  readonly #over = new Set<string>();

  constructor(channel: NetworkChannel, time: VirtualTime) {
    this.channel = channel;
    this.#time = time;
    this.#reliable = this.#begin();
    channel.on("close", ({ sessionId }) => this.#over.add(sessionId));
    channel.on("open", ({ sessionId }) => this.#over.delete(sessionId));
    channel.on("ready", ({ peers }) => {
      for (const { sessionId } of peers) this.#over.delete(sessionId);
    });
  }

  /** Not more than the window takes. */
  get mayTalk(): boolean {
    return this.#outstanding < 128;
  }

  /** Another program resumes the session. */
  forget(): void {
    this.#reliable.close();
    this.#reliable = this.#begin();
  }

  say(target: string, { number, isForbidden }: Said): void {
    this.outcomes.set(number, { isForbidden, outcome: "pending" });
    const settle = (outcome: string) => {
      this.#outstanding -= 1;
      this.outcomes.set(number, { isForbidden, outcome });
    };
    this.#outstanding += 1;
    this.#reliable.sendTo(target, { number, isForbidden } satisfies Said).then(
      () => settle("resolved"),
      ({ code }) => settle(code),
    );
  }

  numbersOf(outcome: string): number[] {
    return [...this.outcomes].filter(([, said]) => said.outcome === outcome).map(([n]) => n);
  }

  #begin(): ReliableChannel {
    const received: number[] = [];
    this.received.push(received);
    const reliable = new ReliableChannel({ channel: this.channel, timer: this.#time.timer });
    reliable.onMessage(({ message, fromSession }) => {
      const { number } = message as Said;
      received.push(number);
      if (this.#over.has(fromSession)) this.afterTheEnd.push(number);
    });
    return reliable;
  }
}

/** The last things that each end says, when all is well again. */
const farewell = 1_000_000;

async function converse(conditions: Conditions): Promise<readonly [TestPeer, TestPeer]> {
  const time = new VirtualTime();
  const random = randomFrom(conditions.seed);
  const network = new LossyNetwork(time, weatherOf(conditions, random));
  const [ada, bob] = ["ada", "bob"].map(
    (peerId) => new TestPeer(network.channel(peerId), time),
  ) as [TestPeer, TestPeer];
  for (const { channel } of [ada, bob]) network.connect(channel);
  await time.pass(100);
  for (const outage of conditions.outages) suffer(outage, { network, time, peers: [ada, bob] });
  for (const [peer, target] of [
    [ada, "bob"],
    [bob, "ada"],
  ] as const) {
    const talk = (number: number) => {
      if (number === conditions.messages) return;
      const isReady = peer.mayTalk;
      const isForbidden = random() * 100 < conditions.forbidden;
      if (isReady) peer.say(target, { number, isForbidden });
      time.timer(1 + random() * conditions.mostPauseMs, () => talk(isReady ? number + 1 : number));
    };
    talk(0);
  }
  await time.pass(60_000);
  network.weather = fairWeather;
  for (const { channel } of [ada, bob]) if (!channel.isConnected) network.connect(channel);
  await time.pass(120_000);
  // A forgotten state may be noticed only now.
  for (const number of [farewell, farewell + 1]) {
    ada.say("bob", { number, isForbidden: false });
    bob.say("ada", { number, isForbidden: false });
    await time.pass(30_000);
  }
  return [ada, bob];
}

interface Scene {
  readonly network: LossyNetwork;
  readonly time: VirtualTime;
  readonly peers: readonly [TestPeer, TestPeer];
}

function suffer({ kind, who, atMs, forMs }: Outage, { network, time, peers }: Scene): void {
  const one = peers[who];
  const other = peers[who === 0 ? 1 : 0];
  const affected = kind.startsWith("restart") ? peers : [one];
  time.timer(atMs, () => {
    for (const { channel } of affected) network.disconnect(channel);
    const { peerId, sessionId } = one.channel;
    if (kind === "forgotten") other.channel.tell("close", { peerId, sessionId });
  });
  time.timer(atMs + forMs, () => {
    const { peerId, sessionId } = one.channel;
    if (kind === "forgotten") other.channel.tell("open", { peerId, sessionId });
    if (kind === "forgets") one.forget();
    for (const { channel } of affected) {
      if (kind === "new" || kind === "restart without a key") network.renew(channel);
      else network.connect(channel);
    }
  });
}

/** Possible final outcomes of a message. `peer-not-found`: it was sent between two sessions of the peer. */
const outcomes = ["resolved", "forbidden", "session-lost", "peer-not-found"];

function expectPromiseKept(sender: TestPeer, receiver: TestPeer): void {
  for (const received of receiver.received) {
    expect(received).toEqual([...new Set(received)].sort((one, other) => one - other));
  }
  expect(receiver.afterTheEnd).toEqual([]);
  const surfaced = new Set(receiver.received.flat());
  for (const { outcome } of sender.outcomes.values()) expect(outcomes).toContain(outcome);
  expect(sender.numbersOf("resolved").filter((number) => !surfaced.has(number))).toEqual([]);
  expect(sender.numbersOf("forbidden").filter((number) => surfaced.has(number))).toEqual([]);
  expect(sender.outcomes.get(farewell + 1)?.outcome).toBe("resolved");
}

/** The same in every run. `npm run test:courses` tests more courses. */
const course = {
  numRuns: Number(process.env["CHANNEL_COURSES"] ?? 12),
  seed: Number(process.env["CHANNEL_SEED"] ?? 20_261_129),
};

const outageOf = (...some: readonly Outage["kind"][]) =>
  fc.record({
    kind: fc.constantFrom(...some),
    who: fc.constantFrom(0 as const, 1 as const),
    atMs: fc.integer({ min: 100, max: 8_000 }),
    forMs: fc.integer({ min: 0, max: 5_000 }),
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

test("[X2] while sessions last, contents arrive exactly once and in order", async () => {
  const given = conditions(outageOf("same", "restart"));
  const property = fc.asyncProperty(given, async (given) => {
    const [ada, bob] = await converse(given);
    for (const [sender, receiver] of [
      [ada, bob],
      [bob, ada],
    ] as const) {
      expectPromiseKept(sender, receiver);
      const taken = [...sender.outcomes].filter(([, { isForbidden }]) => !isForbidden);
      expect(receiver.received).toEqual([taken.map(([number]) => number)]);
      expect(new Set([...sender.outcomes.values()].map(({ outcome }) => outcome))).not.toContain(
        "session-lost",
      );
    }
  });
  await fc.assert(property, course);
});

test.each([
  ["[X8] sessions that end take with them what is outstanding, and say so", ["same", "new"]],
  [
    "[X9] an end that forgets makes the other begin anew, and nothing is reported as arrived that did not surface",
    ["forgets"],
  ],
  ["[X9] the same for an end whose peer received its leave", ["forgotten"]],
  ["[X8] [X9] and whatever happens, in any order", kinds],
] as const)("%s", async (_, some) => {
  const property = fc.asyncProperty(conditions(outageOf(...some)), async (given) => {
    const [ada, bob] = await converse(given);
    expectPromiseKept(ada, bob);
    expectPromiseKept(bob, ada);
  });
  await fc.assert(property, course);
});
