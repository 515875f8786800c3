import type { Machine } from "./machine.ts";
import { roomSize } from "./measure.ts";
import type { Options } from "./options.ts";
import { messagesInFlight, pairs } from "./relay.ts";
import type { Result } from "./results.ts";
import { tableOf } from "./table.ts";

/** What is printed in the end. */
export function report(machine: Machine, options: Options, results: readonly Result[]): string {
  const { processor, cores, system, node, date } = machine;
  const { rounds, messages } = options;
  return `${processor}, ${cores} cores, ${system}, Node ${node}, ${date}
${rounds} rounds, ${messages} messages a measurement; ratio: to bare socket.io, round by round

Relay: server CPU per \`messageOne\`, ${pairs} pairs, ${messagesInFlight} messages of each under way
${tableOf("relay", results)}

Fan-out: server CPU per delivered message, \`message\` in a room of ${roomSize}
${tableOf("fan-out", results)}
`;
}
