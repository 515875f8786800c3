import type { Call } from "./call.ts";

/** What to call everybody in the call, by peer id: the same map until one of the names changes. */
export class CallNames {
  #names: ReadonlyMap<string, string> = new Map();

  of({ room, name, participants }: Call): ReadonlyMap<string, string> {
    const now = new Map([[room.peerId, name]]);
    for (const one of participants) now.set(one.peer.id, one.name);
    if (!isSame(now, this.#names)) this.#names = now;
    return this.#names;
  }
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([id, name]) => other.get(id) === name);
}
