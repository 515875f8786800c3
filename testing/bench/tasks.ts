import { fanOut } from "./fan-out.ts";
import type { Load } from "./load.ts";
import { type Quantity, quantities } from "./quantities.ts";
import { relay } from "./relay.ts";
import { candidate, offer, type SampleSignal } from "./signals.ts";

/** The load whose CPU time per message is a quantity. */
export interface Task {
  readonly quantity: Quantity;
  readonly load: Load;
  readonly signal: SampleSignal;
}

/** In the order in which they are measured. */
export const tasks: readonly Task[] = [
  { quantity: quantities.relayCandidate, load: relay, signal: candidate },
  { quantity: quantities.relayOffer, load: relay, signal: offer },
  { quantity: quantities.fanOutCandidate, load: fanOut, signal: candidate },
  { quantity: quantities.fanOutOffer, load: fanOut, signal: offer },
];
