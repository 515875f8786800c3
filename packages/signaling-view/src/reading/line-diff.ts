import { diffArrays } from "diff";

export interface DiffLine {
  readonly change: "added" | "removed" | "same";
  readonly text: string;
}

/** Unchanged lines that are left out. */
export interface Gap {
  readonly change: "gap";
  readonly count: number;
}

/** With more changes than this, a comparison costs seconds and shows nothing. */
const mostChanges = 2_000;

/** Unchanged lines that are shown beside a change. */
const context = 2;

/** Compares two texts line by line; `undefined` if they have little in common. */
export function lineDiff(before: string, after: string): DiffLine[] | undefined {
  const options = { maxEditLength: mostChanges };
  const parts = diffArrays(linesOf(before), linesOf(after), options);
  return parts?.flatMap(({ added, removed, value }) => {
    const change = added ? "added" : removed ? "removed" : "same";
    return value.map((text) => ({ change, text }) as const);
  });
}

export interface Counts {
  readonly added: number;
  readonly removed: number;
  readonly same: number;
}

export function countsOf(lines: readonly DiffLine[]): Counts {
  const count = (wanted: DiffLine["change"]) =>
    lines.filter(({ change }) => change === wanted).length;
  return { added: count("added"), removed: count("removed"), same: count("same") };
}

/** Leaves out unchanged lines that are far from a change, except the first lines of media sections. */
export function withoutUnchanged(lines: readonly DiffLine[]): (DiffLine | Gap)[] {
  const shown: (DiffLine | Gap)[] = [];
  let left = 0;
  const endGap = () => {
    if (left > 0) shown.push({ change: "gap", count: left });
    left = 0;
  };
  for (const [index, line] of lines.entries()) {
    const near = lines.slice(Math.max(0, index - context), index + context + 1);
    const isShown = near.some(({ change }) => change !== "same") || line.text.startsWith("m=");
    if (!isShown) {
      left += 1;
      continue;
    }
    endGap();
    shown.push(line);
  }
  endGap();
  return shown;
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== "");
}
