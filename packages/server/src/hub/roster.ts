import type { Peer } from "../cluster/directory.ts";
import type { HubState } from "./state.ts";

/** The other peers of a room, and the number of presence batches that were sent to the room before. */
export interface Roster {
  readonly revision: number;
  readonly peers: readonly Peer[];
}

/**
 * Returns the roster of a peer's room without that peer. The reply with the roster must be written before the next timer
 * runs: then no batch of a greater revision precedes it, and every later change follows in a batch.
 */
export function rosterAround({ node, presence }: HubState, { room, sessionId }: Peer): Roster {
  const peers: Peer[] = [];
  for (const { peer } of node.directory.view(room)?.entries() ?? []) {
    if (peer.sessionId !== sessionId) peers.push(peer);
  }
  return { revision: presence.revision(room), peers };
}
