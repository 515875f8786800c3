/** Clients in a process of their own, so that it can be stopped, and killed. It ends when who started it does. */

import type { Observation } from "./observation.ts";
import { SeededRandom } from "./seeded-random.ts";
import { TestClient, type TestClientOptions } from "./test-client.ts";

/** What this process is told to do. */
export type Order =
  | { readonly order: "join"; readonly peerId: string; readonly place: TestClientOptions }
  | { readonly order: "leave"; readonly peerId: string }
  | { readonly order: "talk"; readonly perSecond: number; readonly seed: number }
  | { readonly order: "hush" }
  | { readonly order: "rosters" };

/** What it says. */
export type Word =
  | { readonly word: "observations"; readonly observations: readonly Observation[] }
  | { readonly word: "rosters"; readonly rosters: Readonly<Record<string, readonly string[]>> };

/** How often it says what it saw, in milliseconds. */
const tellMs = 50;

/** How often it speaks, in milliseconds; several signals at a time if need be. */
const talkMs = 20;

const testClients = new Map<string, TestClient>();
let observations: Observation[] = [];
let talking: NodeJS.Timeout | undefined;

const say = (word: Word) => process.send?.(word);

function join({ peerId, place }: Order & { order: "join" }): void {
  const testClient = new TestClient(peerId, place, (observation) => observations.push(observation));
  testClients.set(peerId, testClient);
  // Why it failed is a observation, too.
  testClient.join().catch(() => {});
}

function talk({ perSecond, seed }: Order & { order: "talk" }): void {
  clearInterval(talking);
  const random = new SeededRandom(seed);
  const below = (bound: number) => random.below(bound);
  const startMs = performance.now();
  let said = 0;
  talking = setInterval(() => {
    // Nothing is made up for after a sleep.
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
