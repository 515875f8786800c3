import type { Entry } from "../trace/entry.ts";
import { type FoldOptions, keyOf, type Row, rowsOf } from "./fold.ts";
import { presenceOf } from "./presence.ts";

/** A row, with everything that is needed to draw or describe it, except the words. */
export interface RowModel {
  readonly key: string;
  readonly row: Row;
  /** The peers that are present before it. */
  readonly present: ReadonlySet<string>;
  /** Since the first row of the trace, in milliseconds. */
  readonly sinceStartMs: number;
  /** Since the row before, in milliseconds. */
  readonly sinceBeforeMs: number | undefined;
}

export interface ModelOptions extends FoldOptions {
  readonly startedAtMs: number;
  /** The id of the only peer to show; `""` for all. */
  readonly filter: string;
  /** The peers that are in the room after the last entry. */
  readonly thereNow?: readonly string[];
}

export function rowModels(entries: readonly Entry[], options: ModelOptions): RowModel[] {
  const { startedAtMs, filter, thereNow } = options;
  const rows = rowsOf(filter === "" ? entries : entries.filter(isAbout(filter)), options);
  const presence = presenceOf(rows, thereNow);
  return rows.map((row, index) => {
    const before = rows[index - 1];
    return {
      key: keyOf(row),
      row,
      present: presence[index] ?? new Set(),
      sinceStartMs: row.entry.atMs - startedAtMs,
      sinceBeforeMs: before && Math.max(0, row.entry.atMs - before.entry.atMs),
    };
  });
}

/**
 * Returns the row with a key. When candidates are grouped or ungrouped, the row with that key goes;
 * then it is the row that shows the same entry.
 */
export function rowWith(
  models: readonly RowModel[],
  wanted: string | undefined,
): RowModel | undefined {
  const exact = models.find(({ key }) => key === wanted);
  if (exact || wanted === undefined) return exact;
  const id = Number(wanted.slice(wanted.indexOf("-") + 1));
  return models.find(({ row }) =>
    row.type === "fold" ? row.entries.some((entry) => entry.id === id) : row.entry.id === id,
  );
}

/** Whether an entry concerns this peer, or the server. */
function isAbout(filter: string) {
  return ({ peerId }: Entry) => peerId === undefined || peerId === filter;
}
