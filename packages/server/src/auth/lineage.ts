/**
 * The place of a secret in the order of its session's secrets: integers that are compared one after the other. One
 * process issues `3`, `4`, and so on. If a client shows `3` to a later process, that process issues `3,-p,0`, `3,-p,1`,
 * and so on, so none of its secrets is later than `4`. Here `p` is the start time of the process, in milliseconds since
 * 1970. Of two processes to which `3` was shown, the earlier process had replaced `3`, so its secrets are later.
 */
export type Lineage = readonly number[];

/** Returns whether `one` is later than `other` in the order of their session's secrets. */
export function isLater(one: Lineage, other: Lineage): boolean {
  for (const [index, number] of one.entries()) {
    const against = other[index];
    if (against === undefined) return true;
    if (number !== against) return number > against;
  }
  return false;
}

/** Returns a lineage as text, such as `3,-lw1k2j3h,0`, in base 36 to keep it short. */
export function lineageText(lineage: Lineage): string {
  return lineage.map((number) => number.toString(36)).join(",");
}

/** Parses a text of {@link lineageText}. */
export function lineageOf(text: string): Lineage {
  return text.split(",").map((number) => Number.parseInt(number, 36));
}
