import type { Peer } from "../directory/directory.ts";
import type { Hub } from "./hub.ts";

/** The others of a room, and the number of presence batches that had been sent to it by then. */
export interface Roster {
  readonly revision: number;
  readonly peers: readonly Peer[];
}

/**
 * Returns everybody in a peer's room but that peer. The reply that carries this must be written before the next timer
 * runs: then no batch of a greater revision precedes it, and every later change comes in one that follows it. What is
 * written in another way goes with `write`, at once: a leave may be announced to this very client right after.
 */
export function rosterAround(
  hub: Hub,
  { room, sessionId }: Peer,
  write?: (roster: Roster) => void,
): Promise<Roster> {
  const list = () => hub.directory.list(room);
  return hub.presence.read(room, list, (peers) => {
    const others = peers.filter((peer) => peer.sessionId !== sessionId);
    const roster = { revision: hub.presence.revision(room), peers: others };
    write?.(roster);
    return roster;
  });
}
