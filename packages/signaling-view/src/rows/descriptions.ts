import type { Entry, EntryOf } from "../trace/entry.ts";
import { clockTime } from "./clock.ts";

export type Description = EntryOf<"offer" | "answer">;

/** The descriptions that were exchanged with a peer, oldest first. */
export function descriptionsOf(entries: readonly Entry[], peerId: string): Description[] {
  return entries.filter(
    (entry): entry is Description =>
      entry.peerId === peerId && (entry.kind === "offer" || entry.kind === "answer"),
  );
}

/** The description before, of the same author; otherwise the one before of the other side. */
export function descriptionBefore(
  descriptions: readonly Description[],
  { id, direction }: Description,
): Description | undefined {
  const earlier = descriptions.filter((description) => description.id < id);
  return earlier.findLast((description) => description.direction === direction) ?? earlier.at(-1);
}

/** For example `00:01.234 offer, sent`. */
export function descriptionName(
  { kind, direction, atMs }: Description,
  startedAtMs: number,
): string {
  return `${clockTime(atMs - startedAtMs)} ${kind}, ${direction}`;
}
