import type { ClientEvents } from "simple-webrtc-signaling-protocol";

/** A new event does not compile until it is here. */
const names: Readonly<Record<keyof ClientEvents, true>> = {
  ready: true,
  message: true,
  messageOne: true,
  presence: true,
  refresh: true,
  outcome: true,
};

const eventNames: ReadonlySet<string> = new Set(Object.keys(names));

/** Returns whether an event of a client exists. Clients choose the names of other events, so nobody may show or count these. */
export function isEventName(name: string): boolean {
  return eventNames.has(name);
}
