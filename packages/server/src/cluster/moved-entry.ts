import type { Entry, Move } from "./directory.ts";

/** The entry of a session that moves, without its new node and generation. */
export type MovedEntry = Omit<Entry, "node" | "generation">;

/** Returns a session with another connection; `undefined` if the client does not prove the session. */
export function movedEntry(entry: Entry, move: Move): MovedEntry | undefined {
  const { proof } = entry;
  const { socketId, shown, attempt, next, instead } = move;
  if (!proof || entry.subject !== move.subject) return undefined;
  const isShown = shown === proof.hash || shown === proof.lastHash;
  const isAdmitted = instead
    ? instead.generation === entry.generation
    : isShown && attempt > proof.attempt;
  if (!isAdmitted) return undefined;
  const issued = instead ? 1 : proof.issued + 1;
  const restored = instead?.restored ?? proof.restored;
  return {
    ...entry,
    peer: { ...entry.peer, socketId },
    state: "resumable",
    awayUntilMs: 0,
    proof: { hash: next, lastHash: shown, attempt, issued, restored },
  };
}
