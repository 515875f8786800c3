import type { Machine } from "../kit/machine.ts";
import { roomSize } from "./measure.ts";
import type { Options } from "./options.ts";
import { messagesInFlight, pairs } from "./relay.ts";
import type { Result } from "./results.ts";
import type { Comparison } from "./subjects.ts";
import { tableOf } from "./table.ts";

interface Run extends Options {
  readonly comparison: Comparison;
}

/** Returns the report that is printed at the end. */
export function report(machine: Machine, options: Run, results: readonly Result[]): string {
  const { processor, cores, system, node, date } = machine;
  const { rounds, messages, comparison } = options;
  return `${processor}, ${cores} cores, ${system}, Node ${node}, ${date}
${rounds} rounds, ${messages} messages per measurement; ratio to ${comparison.baseline.title} per round

Relay: server CPU per \`messageOne\`, ${pairs} pairs, ${messagesInFlight} messages of each in flight
${tableOf("relay", results)}

Fan-out: server CPU per delivered message, \`message\` in a room of ${roomSize}
${tableOf("fan-out", results)}`;
}
