import fc from "fast-check";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { anonymous } from "../auth/identity.ts";
import { SessionSecrets } from "../auth/session-secrets.ts";
import type { Directory, Peer } from "../directory/directory.ts";
import { memoryDirectory } from "../directory/memory.ts";
import type { HubEvent } from "./events.ts";
import { createHub, type Hub } from "./hub.ts";
import type { Roster } from "./roster.ts";
import { presentPeerOf, type Session } from "./session.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The number of random runs and their seed, which makes failures reproducible. */
const course = { numRuns: 2_000, seed: 20_261_129 };

/** The delay of the next operation of the directory, in milliseconds, and whether its list then fails. */
interface Answer {
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly fails: boolean;
}

type Step =
  | { readonly what: "join"; readonly name: number; readonly hasSession: boolean }
  | { readonly what: "leave" | "look"; readonly client: number }
  | { readonly what: "pass"; readonly ms: number };

interface Course {
  readonly steps: readonly Step[];
  readonly answers: readonly Answer[];
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    what: fc.constant("join" as const),
    name: fc.nat({ max: 5 }),
    hasSession: fc.boolean(),
  }),
  fc.record({ what: fc.constantFrom("leave", "look"), client: fc.nat({ max: 7 }) }),
  fc.record({ what: fc.constant("pass" as const), ms: fc.nat({ max: 70 }) }),
);

const courses: fc.Arbitrary<Course> = fc.record({
  steps: fc.array(step, { minLength: 10, maxLength: 60 }),
  answers: fc.array(
    fc.record({
      beforeMs: fc.constantFrom(0, 0, 0, 10, 60, 200),
      afterMs: fc.constantFrom(0, 0, 0, 10, 60, 200),
      fails: fc.constantFrom(false, false, false, false, true),
    }),
    { minLength: 1, maxLength: 20 },
  ),
});

/** A directory behind a network: an operation takes effect after a delay, and its response arrives later. */
function laggingDirectory(answers: readonly Answer[]): Directory {
  const directory = memoryDirectory();
  let asked = 0;
  const lag = async <Value>(work: () => Promise<Value>, mayFail = false): Promise<Value> => {
    const { beforeMs, afterMs, fails } = answers[asked % answers.length] as Answer;
    asked += 1;
    if (beforeMs > 0) await wait(beforeMs);
    if (fails && mayFail) throw new SignalingError("unavailable", "the directory does not answer");
    const value = await work();
    if (afterMs > 0) await wait(afterMs);
    return value;
  };
  return {
    claim: (peer) => lag(() => directory.claim(peer)),
    replace: (peer) => lag(() => directory.replace(peer)),
    release: (peer) => lag(() => directory.release(peer)),
    find: (room, peerId) => lag(() => directory.find(room, peerId)),
    list: (room) => lag(() => directory.list(room), true),
  };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Everything that is written to one client, in order. */
type Written = { readonly roster: Roster } | { readonly event: HubEvent };

/** A client whose operations run one after the other, like the events of a socket in the gateway. */
class Client {
  readonly session: Session;
  readonly written: Written[] = [];
  readonly #hub: Hub;
  #last: Promise<unknown> = Promise.resolve();

  constructor(hub: Hub, socketId: string) {
    this.#hub = hub;
    this.session = hub.connect({
      socketId,
      order: { number: 0, openedAtMs: 0 },
      identity: anonymous,
      connection: {
        send: (event) => this.#write({ event }),
        isAlive: () => Promise.resolve(true),
        end: () => {},
      },
    });
  }

  get peer(): Peer | undefined {
    return presentPeerOf(this.session);
  }

  join(peerId: string, hasSession: boolean): void {
    const place = { peerId, room: "lobby", metadata: null };
    this.#do(async () => {
      const request = hasSession ? { ...place, session: true as const } : place;
      const { roster } = await this.#hub.join(this.session, request);
      if (hasSession) this.written.push({ roster });
    });
  }

  leave(): void {
    this.#do(() => this.#hub.leave(this.session));
  }

  look(): void {
    this.#do(async () => {
      if (!this.session.resumable || !this.peer) return;
      this.written.push({ roster: await this.#hub.roster(this.session) });
    });
  }

  #write(written: Written): "written" {
    this.written.push(written);
    return "written";
  }

  /** Ignores refusals of the hub or the directory. */
  #do(work: () => Promise<unknown>): void {
    this.#last = this.#last.then(work).catch((error: unknown) => {
      if (!(error instanceof SignalingError)) throw error;
    });
  }
}

async function run({ steps, answers }: Course): Promise<readonly Client[]> {
  const hub = createHub({
    directory: laggingDirectory(answers),
    report: () => {},
    secrets: new SessionSecrets({ key: "x".repeat(32) }),
    graceMs: 30_000,
    longestDelayMs: 14_000,
    limits: { maxPeersPerRoom: 0, maxRoomsPerIdentity: 0 },
    isKeyLasting: false,
  });
  const clients: Client[] = [];
  for (const one of steps) {
    const client = "client" in one ? clients.at(-1 - one.client) : undefined;
    if (one.what === "pass") await vi.advanceTimersByTimeAsync(one.ms);
    else if (one.what === "leave") client?.leave();
    else if (one.what === "look") client?.look();
    else if (one.what === "join") {
      const newcomer = new Client(hub, `socket ${clients.length}`);
      clients.push(newcomer);
      newcomer.join(`peer ${one.name}`, one.hasSession);
    }
  }
  await vi.advanceTimersByTimeAsync(20_000);
  return clients;
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

/** 2,000 runs take a few seconds, and much longer on a busy machine. */
vi.setConfig({ testTimeout: 120_000 });

test("[P2] [P3] [P5] each peer knows the true roster, whenever others join, leave and request it", async () => {
  const property = fc.asyncProperty(courses, async (given) => {
    const clients = await run(given);
    const present = clients.flatMap(({ peer }) => (peer ? [peer.peerId] : []));
    for (const { peer, session, written } of clients) {
      if (!peer) continue;
      const known = session.resumable ? knownToSession(written) : knownToStock(written);
      known.delete(peer.peerId);
      expect([...known].sort()).toEqual(present.filter((id) => id !== peer.peerId).sort());
    }
  });
  await fc.assert(property, course);
});
