/**
 * The place of a secret in the order of its session's secrets: whole numbers that are compared one after the other. In
 * one process the last number counts: `3`, `4`, … Secrets that a later process issues for one that was shown to it
 * continue that secret's lineage, `3,-p,0`, `3,-p,1`, …, so none of them ever comes after `4`. Here `p` is the time at
 * which the process started, in milliseconds since 1970: of two processes to which `3` was shown, the secret that was
 * shown to the later one had been replaced in the earlier one.
 */
export type Lineage = readonly number[];

/** Returns whether the one comes after the other in the order of their session's secrets. */
export function isLater(one: Lineage, other: Lineage): boolean {
  for (const [index, number] of one.entries()) {
    const against = other[index];
    if (against === undefined) return true;
    if (number !== against) return number > against;
  }
  return false;
}

/** A lineage as text, such as `3,-lw1k2j3h,0`: in base 36 it is short. */
export function lineageText(lineage: Lineage): string {
  return lineage.map((number) => number.toString(36)).join(",");
}

/** The lineage that a text of {@link lineageText} is of. */
export function lineageOf(text: string): Lineage {
  return text.split(",").map((number) => Number.parseInt(number, 36));
}
