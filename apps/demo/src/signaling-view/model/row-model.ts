import type { Entry } from "../trace/entry.ts";
import { type FoldOptions, keyOf, type Row, rowsOf } from "./fold.ts";
import { presenceOf } from "./presence.ts";

/** A row, with all it needs to be drawn or described but the words. */
export interface RowModel {
  readonly key: string;
  readonly row: Row;
  /** The peers that are there before it. */
  readonly present: ReadonlySet<string>;
  /** Since the first row of the trace, in milliseconds. */
  readonly sinceStartMs: number;
  /** Since the row before, in milliseconds. */
  readonly sinceBeforeMs: number | undefined;
}

export interface ModelOptions extends FoldOptions {
  readonly startedAtMs: number;
  /** The peer to look at; `""`: all. */
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

/** What happened with this peer, or with the server. */
function isAbout(filter: string) {
  return ({ peerId }: Entry) => peerId === undefined || peerId === filter;
}
