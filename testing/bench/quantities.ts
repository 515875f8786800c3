import { messagesInFlight, pairs } from "./relay.ts";
import { candidate, offer, type SampleSignal } from "./signals.ts";
import type { Subject } from "./subjects.ts";

/** A measured quantity. Less is better. */
export interface Quantity {
  /** Heads the column in the table of all quantities, with the unit. */
  readonly name: string;
  readonly description: string;
  readonly digits: number;
}

/** One value of one server. */
export interface Measurement {
  readonly quantity: Quantity;
  readonly subject: Subject;
  readonly value: number;
}

/** Number of peers in the room of the relay and of the fan-out. */
export const roomSize = 50;

const bytesOf = (signal: SampleSignal) => Buffer.byteLength(signal.text(0));

const relayOf = (signal: SampleSignal): Quantity => ({
  name: `relay, ${signal.name}, µs`,
  description: `Server CPU per \`messageOne\` with ${signal.title} of ${bytesOf(signal)} bytes, in µs: ${pairs} pairs in a room of ${roomSize}, ${messagesInFlight} messages of each in flight`,
  digits: 1,
});

const fanOutOf = (signal: SampleSignal): Quantity => ({
  name: `fan-out, ${signal.name}, µs`,
  description: `Server CPU per delivery of a \`message\` with ${signal.title} of ${bytesOf(signal)} bytes, in µs: a room of ${roomSize}`,
  digits: 1,
});

export const quantities = {
  relayCandidate: relayOf(candidate),
  relayOffer: relayOf(offer),
  fanOutCandidate: fanOutOf(candidate),
  fanOutOffer: fanOutOf(offer),
  start: {
    name: "start, ms",
    description: "Time from the start of the process to the first accepted client, in ms",
    digits: 0,
  },
  memory: {
    name: "memory, MB",
    description: "Resident memory with one idle client, in MB, one second after the start",
    digits: 1,
  },
  peerHeap: {
    name: "heap per peer, kB",
    description:
      "Heap and buffers per idle peer, in kB, after a garbage collection: the difference to the same server with 100 peers",
    digits: 1,
  },
  peerMemory: {
    name: "memory per peer, kB",
    description:
      "Resident memory per idle peer, in kB, after a garbage collection: the difference to the same server with 100 peers",
    digits: 1,
  },
  join: {
    name: "join, CPU s",
    description: "Server CPU while all stock clients become ready at once in one room, in s",
    digits: 2,
  },
} as const satisfies Record<string, Quantity>;
