/** Clients in a process of their own, so that it can be stopped, and killed. It ends when who started it does. */

import { SeededRandom } from "./seeded-random.ts";
import type { Sighting } from "./sighting.ts";
import { type Place, Talker } from "./talker.ts";

/** What this process is told to do. */
export type Order =
  | { readonly order: "join"; readonly peerId: string; readonly place: Place }
  | { readonly order: "leave"; readonly peerId: string }
  | { readonly order: "talk"; readonly perSecond: number; readonly seed: number }
  | { readonly order: "hush" }
  | { readonly order: "rosters" };

/** What it says. */
export type Word =
  | { readonly word: "sightings"; readonly sightings: readonly Sighting[] }
  | { readonly word: "rosters"; readonly rosters: Readonly<Record<string, readonly string[]>> };

/** How often it says what it saw, in milliseconds. */
const tellMs = 50;

/** How often it speaks, in milliseconds; several signals at a time if need be. */
const talkMs = 20;

const talkers = new Map<string, Talker>();
let sightings: Sighting[] = [];
let talking: NodeJS.Timeout | undefined;

const say = (word: Word) => process.send?.(word);

function join({ peerId, place }: Order & { order: "join" }): void {
  const talker = new Talker(peerId, place, (sighting) => sightings.push(sighting));
  talkers.set(peerId, talker);
  // Why it failed is a sighting, too.
  talker.join().catch(() => {});
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
      if (talkers.size > 0) void random.of([...talkers.values()]).say(below);
    }
  }, talkMs);
}

function perform(order: Order): void {
  switch (order.order) {
    case "join":
      join(order);
      break;
    case "leave":
      talkers.get(order.peerId)?.leave();
      talkers.delete(order.peerId);
      break;
    case "talk":
      talk(order);
      break;
    case "hush":
      clearInterval(talking);
      break;
    case "rosters": {
      const rosters = [...talkers].map(([peerId, { present }]) => [peerId, present] as const);
      say({ word: "rosters", rosters: Object.fromEntries(rosters) });
      break;
    }
  }
}

setInterval(() => {
  if (sightings.length > 0) say({ word: "sightings", sightings });
  sightings = [];
}, tellMs);
process.on("message", perform);
process.on("disconnect", () => process.exit());
