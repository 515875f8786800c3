import type { MemoryStore } from "./memory-store.ts";
import type { DirectoryStore } from "./store.ts";

/** The operations of a store, without a promise. */
export type StoreOperations = {
  readonly [Name in Exclude<keyof DirectoryStore, "isApart">]: (
    ...parameters: Parameters<DirectoryStore[Name]>
  ) => Awaited<ReturnType<DirectoryStore[Name]>>;
};

/** Returns the operations of a store in the memory of this process, for one node. */
export function operationsOf(store: MemoryStore, node: string): StoreOperations {
  return {
    claim: (claim, need) => store.claim(node, claim, need),
    move: (move, need) => store.move(node, move, need),
    away: (entry, graceMs) => store.away(entry, graceMs),
    leave: (entry, ending, keepMs) => store.leave(entry, ending, keepMs),
    close: (room, ending, keepMs) => store.close(room, ending, keepMs),
    look: (room) => store.look(node, room),
    list: (room) => store.list(room),
    rooms: (request) => store.rooms(request),
    isPresent: (subject) => store.isPresent(subject),
    nodes: () => store.nodes(),
  };
}
