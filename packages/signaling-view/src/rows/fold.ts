import { type CandidateType, candidateTypes, parseCandidate } from "../reading/candidate.ts";
import type { Entry, EntryOf } from "../trace/entry.ts";

export type CandidateEntry = EntryOf<"candidate">;

/** One row of the diagram: an entry, or candidates that followed one another folded into one. */
export type Row =
  | { readonly type: "entry"; readonly entry: Entry; readonly isMember: boolean }
  | {
      readonly type: "fold";
      readonly entry: CandidateEntry;
      readonly entries: readonly CandidateEntry[];
      readonly isOpen: boolean;
    };

export interface FoldOptions {
  readonly isFolding: boolean;
  /** The ids of the first entries of the folds that are open. */
  readonly open: ReadonlySet<number>;
}

/** A row keeps its key while it grows, and is not the first of its members. */
export function keyOf({ type, entry }: Row): string {
  return `${type}-${entry.id}`;
}

export function rowsOf(entries: readonly Entry[], { isFolding, open }: FoldOptions): Row[] {
  if (!isFolding) return entries.map(rowOf);
  return runsOf(entries).flatMap((run) => {
    const [entry] = run;
    if (entry?.kind !== "candidate" || run.length < 2) return run.map(rowOf);
    const isOpen = open.has(entry.id);
    const members = run as readonly CandidateEntry[];
    const fold: Row = { type: "fold", entry, entries: members, isOpen };
    return isOpen ? [fold, ...run.map((member) => ({ ...rowOf(member), isMember: true }))] : [fold];
  });
}

/** How many of each type, most direct first: `3 host, 2 srflx`. */
export function countByType(entries: readonly CandidateEntry[]): string {
  const types = entries.map(({ candidate }) => parseCandidate(candidate.candidate ?? "")?.type);
  const count = (type: CandidateType | undefined) => types.filter((other) => other === type).length;
  return [...candidateTypes, undefined]
    .map((type) => [count(type), type ?? "other"] as const)
    .filter(([number]) => number > 0)
    .map(([number, type]) => `${number} ${type}`)
    .join(", ");
}

function rowOf(entry: Entry) {
  return { type: "entry", entry, isMember: false } as const;
}

/**
 * Candidates of one direction with one peer make a run until something else happens with that peer.
 * Entries about other peers in between do not end it: in a mesh all peers negotiate at once.
 */
function runsOf(entries: readonly Entry[]): Entry[][] {
  const runs: Entry[][] = [];
  const growing = new Map<string, Entry[]>();
  for (const entry of entries) {
    const run = entry.kind === "candidate" ? growing.get(runKey(entry)) : undefined;
    if (run) {
      run.push(entry);
      continue;
    }
    const begun = [entry];
    runs.push(begun);
    if (entry.kind === "candidate") growing.set(runKey(entry), begun);
    else endRuns(growing, entry);
  }
  return runs;
}

function endRuns(growing: Map<string, Entry[]>, entry: Entry): void {
  if (entry.peerId === undefined) {
    growing.clear();
    return;
  }
  for (const direction of ["sent", "received"]) {
    const isOther = entry.kind === "end-of-candidates" && entry.direction !== direction;
    if (!isOther) growing.delete(`${direction} ${entry.peerId}`);
  }
}

function runKey({ direction, peerId }: CandidateEntry): string {
  return `${direction} ${peerId}`;
}
