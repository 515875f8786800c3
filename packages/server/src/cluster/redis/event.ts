import type { StoreEvent } from "../store.ts";
import type { RedisClock } from "./clock.ts";
import { entriesIn, entryIn, isName, numberIn } from "./record.ts";

const types = { j: "joined", m: "moved" } as const;

/** Returns the event of the store that a script has published; `undefined` if the text is none. */
export function storeEventIn(text: string, clock: RedisClock): StoreEvent | undefined {
  const [kind = "", room, ...rest] = text.split("\r");
  if (!isName(room)) return undefined;
  if (kind === "x") return { type: "closed", room, ending: rest[0] ?? "" };
  const number = numberIn(rest[0]);
  if (number === undefined) return undefined;
  if (kind === "s") {
    return { type: "snapshot", room, number, entries: entriesIn(room, rest.slice(1), clock) };
  }
  const [, peerId = "", record = ""] = rest;
  if (kind === "l") {
    const sessionId = record;
    return isName(peerId) && isName(sessionId)
      ? { type: "left", number, room, peerId, sessionId }
      : undefined;
  }
  if (kind !== "j" && kind !== "m") return undefined;
  const placed = entryIn({ room, peerId, record }, clock);
  return placed && { type: types[kind], number, entry: placed.entry };
}
