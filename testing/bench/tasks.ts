import { fanOut } from "./fan-out.ts";
import type { Load } from "./load.ts";
import { relay } from "./relay.ts";
import { candidate, offer, type SampleSignal } from "./signals.ts";

/** A task of the benchmark. */
export interface Task {
  readonly name: "relay" | "fan-out";
  readonly load: Load;
  readonly signal: SampleSignal;
}

/** In the order in which they are measured. */
export const tasks: readonly Task[] = [
  { name: "relay", load: relay, signal: candidate },
  { name: "relay", load: relay, signal: offer },
  { name: "fan-out", load: fanOut, signal: candidate },
  { name: "fan-out", load: fanOut, signal: offer },
];
