/** Clients in a separate process that can be suspended and killed. The process ends with its parent process. */

import type { Observation } from "./observation.ts";
import { SeededRandom } from "./seeded-random.ts";
import { TestClient, type TestClientOptions } from "./test-client.ts";

/** The commands of the parent process. */
export type Order =
  | { readonly order: "join"; readonly peerId: string; readonly place: TestClientOptions }
  | { readonly order: "leave"; readonly peerId: string }
  | { readonly order: "talk"; readonly perSecond: number; readonly seed: number }
  | { readonly order: "hush" }
  | { readonly order: "rosters" };

/** The messages to the parent process. */
export type Word =
  | { readonly word: "observations"; readonly observations: readonly Observation[] }
  | { readonly word: "rosters"; readonly rosters: Readonly<Record<string, readonly string[]>> };

/** Interval of the reports, in milliseconds. */
const tellMs = 50;

/** Interval of sending, in milliseconds; several signals are sent at a time if necessary. */
const talkMs = 20;

const testClients = new Map<string, TestClient>();
let observations: Observation[] = [];
let talking: NodeJS.Timeout | undefined;

const say = (word: Word) => process.send?.(word);

function join({ peerId, place }: Order & { order: "join" }): void {
  const testClient = new TestClient(peerId, place, (observation) => observations.push(observation));
  testClients.set(peerId, testClient);
  // The reason of the failure is also an observation.
  testClient.join().catch(() => {});
}

function talk({ perSecond, seed }: Order & { order: "talk" }): void {
  clearInterval(talking);
  const random = new SeededRandom(seed);
  const below = (bound: number) => random.below(bound);
  const startMs = performance.now();
  let said = 0;
  talking = setInterval(() => {
    // Missed intervals of a sleep are not made up for.
    const due = Math.min(((performance.now() - startMs) / 1_000) * perSecond, said + perSecond);
    for (; said < due; said += 1) {
      if (testClients.size > 0) void random.of([...testClients.values()]).say(below);
    }
  }, talkMs);
}

function perform(order: Order): void {
  switch (order.order) {
    case "join":
      join(order);
      break;
    case "leave":
      testClients.get(order.peerId)?.leave();
      testClients.delete(order.peerId);
      break;
    case "talk":
      talk(order);
      break;
    case "hush":
      clearInterval(talking);
      break;
    case "rosters": {
      const rosters = [...testClients].map(([peerId, { present }]) => [peerId, present] as const);
      say({ word: "rosters", rosters: Object.fromEntries(rosters) });
      break;
    }
  }
}

setInterval(() => {
  if (observations.length > 0) say({ word: "observations", observations });
  observations = [];
}, tellMs);
process.on("message", perform);
process.on("disconnect", () => process.exit());
