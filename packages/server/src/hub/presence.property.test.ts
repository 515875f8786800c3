import fc from "fast-check";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Lag, laggingNetwork } from "../cluster/testing/lagging-network.ts";
import { TestClient, type TestHub, testHubs, type Written } from "./testing/test-hubs.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The number of random runs and their seed, which makes failures reproducible. */
const course = { numRuns: 1_000, seed: 20_261_129 };

type Step =
  | {
      readonly what: "join";
      readonly node: number;
      readonly name: number;
      readonly hasSession: boolean;
    }
  | { readonly what: "leave" | "look" | "lose"; readonly client: number }
  | { readonly what: "resume"; readonly client: number; readonly node: number }
  | { readonly what: "pass"; readonly ms: number };

interface Course {
  readonly steps: readonly Step[];
  readonly nodes: number;
  readonly lags: readonly Lag[];
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    what: fc.constant("join" as const),
    node: fc.nat({ max: 1 }),
    name: fc.nat({ max: 5 }),
    hasSession: fc.boolean(),
  }),
  fc.record({ what: fc.constantFrom("leave", "look", "lose"), client: fc.nat({ max: 7 }) }),
  fc.record({
    what: fc.constant("resume" as const),
    client: fc.nat({ max: 7 }),
    node: fc.nat({ max: 1 }),
  }),
  fc.record({ what: fc.constant("pass" as const), ms: fc.nat({ max: 70 }) }),
);

const courses: fc.Arbitrary<Course> = fc.record({
  steps: fc.array(step, { minLength: 10, maxLength: 60 }),
  nodes: fc.constantFrom(1, 2),
  lags: fc.array(
    fc.record({
      delayMs: fc.constantFrom(0, 0, 0, 10, 60, 200),
      fails: fc.constantFrom(undefined, undefined, undefined, undefined, "before", "after"),
    }),
    { minLength: 2, maxLength: 20 },
  ),
});

/** A network whose messages have the given lags, in turn. Some of them must arrive, so that failed work can be repeated. */
function networkOf(network: { readonly lags: readonly Lag[]; readonly isCalm: boolean }) {
  let messages = 0;
  const next = () => {
    const { lags, isCalm } = network;
    if (isCalm) return { delayMs: 0 };
    const lag = lags[messages % lags.length] as Lag;
    messages += 1;
    return messages % 3 === 0 ? { ...lag, fails: undefined } : lag;
  };
  return laggingNetwork({ carry: next, deliver: () => next().delayMs });
}

/** A refusal of the hub or the directory is an outcome like any other. */
function ignoreRefusals(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (!(error instanceof SignalingError)) throw error;
  });
}

async function run({ steps, nodes, lags }: Course) {
  const graceMs = 1_000;
  const network = { lags, isCalm: false };
  const hubs = testHubs({ count: nodes, graceMs, network: () => networkOf(network) });
  const clients: TestClient[] = [];
  for (const one of steps) {
    if (one.what === "pass") await vi.advanceTimersByTimeAsync(one.ms);
    else ignoreRefusals(take(one, hubs, clients));
  }
  await vi.advanceTimersByTimeAsync(40_000);
  network.isCalm = true;
  const reading = Promise.all(hubs.map(({ hub }) => hub.peers("lobby")));
  await vi.advanceTimersByTimeAsync(1_000);
  const lists = await reading;
  return { clients, lists: lists.map((peers) => peers.map(({ peerId }) => peerId)) };
}

/** Takes a step of an existing or a new client. */
async function take(
  one: Exclude<Step, { readonly what: "pass" }>,
  hubs: readonly TestHub[],
  clients: TestClient[],
): Promise<unknown> {
  const connect = (node: number) => {
    const client = new TestClient(hubs[node % hubs.length] as TestHub);
    clients.push(client);
    return client;
  };
  if (one.what === "join") {
    const session = one.hasSession ? (true as const) : undefined;
    return connect(one.node).join(`peer ${one.name}`, { session });
  }
  const client = clients.at(-1 - one.client);
  if (one.what !== "resume") return client?.[one.what]();
  return client?.joined?.session && connect(one.node).resume(client);
}

/** The peers that a stock client knows from `connections`, `open` and `close`. */
function knownToStock(written: readonly Written[]): Set<string> {
  const known = new Set<string>();
  for (const one of written) {
    if (!("event" in one)) continue;
    const { event } = one;
    if (event.type === "roster") for (const { peerId } of event.peers) known.add(peerId);
    if (event.type === "joined") known.add(event.peerId);
    if (event.type === "left") known.delete(event.peerId);
  }
  return known;
}

/** The peers that a client with a session knows from rosters and batches, by rule P3. */
function knownToSession(written: readonly Written[]): Set<string> {
  let known = new Map<string, string>();
  let revision = Number.POSITIVE_INFINITY;
  let highest = 0;
  for (const one of written) {
    if ("roster" in one) {
      revision = one.roster.revision;
      expect(highest, "no batch of a greater revision precedes a roster").toBeLessThanOrEqual(
        revision,
      );
      known = new Map(one.roster.peers.map(({ sessionId, peerId }) => [sessionId, peerId]));
    } else if (one.event.type === "presence") {
      const { joined, left, revision: next } = one.event.batch;
      highest = next;
      if (highest <= revision) continue;
      expect(highest, "no batch is missing").toBe(revision + 1);
      revision = highest;
      for (const { sessionId } of left) known.delete(sessionId);
      for (const { sessionId, peerId } of joined) known.set(sessionId, peerId);
    }
  }
  return new Set(known.values());
}

/** 1,000 runs take some seconds, and much longer on a busy machine. */
test("[P2] [P3] [P5] each peer knows the true roster on every node, whenever others join, leave, resume and request it", async () => {
  const property = fc.asyncProperty(courses, async (given) => {
    const { clients, lists } = await run(given);
    const present = clients.flatMap(({ peer }) => (peer ? [peer.peerId] : []));
    expect(new Set(present).size, "every peer id has one holder").toBe(present.length);
    for (const list of lists) expect([...list].sort(), "no ghost").toEqual([...present].sort());
    for (const { peer, session, written } of clients) {
      if (!peer) continue;
      const known = session.resumable ? knownToSession(written) : knownToStock(written);
      known.delete(peer.peerId);
      expect([...known].sort()).toEqual(present.filter((id) => id !== peer.peerId).sort());
    }
  });
  await fc.assert(property, course);
});
