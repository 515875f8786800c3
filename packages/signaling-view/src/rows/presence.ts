import type { Entry } from "../trace/entry.ts";
import type { Row } from "./fold.ts";

/**
 * Returns the peers that are present before each row; the same set until a peer joins or leaves.
 * `thereNow`: the peers that are in the room after the last row.
 */
export function presenceOf(
  rows: readonly Row[],
  thereNow: readonly string[] = [],
): ReadonlySet<string>[] {
  const entries = rows.map(({ entry }) => entry);
  let present: ReadonlySet<string> = thereBefore(entries, thereNow);
  return entries.map((entry) => {
    const before = present;
    present = after(before, entry);
    return before;
  });
}

/** Peers that appear without having joined were present from the start. */
function thereBefore(entries: readonly Entry[], thereNow: readonly string[]): Set<string> {
  const come = new Set<string>();
  const before = new Set<string>();
  for (const { kind, peerId } of entries) {
    if (peerId === undefined) continue;
    if (kind === "peer") come.add(peerId);
    else if (!come.has(peerId)) before.add(peerId);
  }
  for (const peerId of thereNow) if (!come.has(peerId)) before.add(peerId);
  return before;
}

function after(present: ReadonlySet<string>, { kind, peerId }: Entry): ReadonlySet<string> {
  if (peerId === undefined || (kind !== "peer" && kind !== "leave")) return present;
  const next = new Set(present);
  if (kind === "peer") next.add(peerId);
  else next.delete(peerId);
  return next;
}
