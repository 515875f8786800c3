import type { Peer } from "../directory/directory.ts";
import type { HubState } from "./state.ts";

/** The other peers of a room, and the number of presence batches that were sent to the room before. */
export interface Roster {
  readonly revision: number;
  readonly peers: readonly Peer[];
}

/**
 * Returns the roster of a peer's room without that peer. The reply with the roster must be written before the next timer
 * runs: then no batch of a greater revision precedes it, and every later change follows in a batch. `write` is called
 * synchronously, for data that is not in the reply, because a leave may be announced to the client right after.
 */
export function rosterAround(
  hub: HubState,
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
