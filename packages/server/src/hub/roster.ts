import type { Peer } from "../directory/directory.ts";
import type { Hub } from "./hub.ts";

/** The others of a room, and the batches of presence that have been told by then. */
export interface Roster {
  readonly revision: number;
  readonly peers: readonly Peer[];
}

/** Everybody in a peer's room but that peer. The revision is read first: what comes meanwhile is told once more, not missed. */
export async function rosterAround(hub: Hub, { room, sessionId }: Peer): Promise<Roster> {
  const revision = hub.presence.revision(room);
  const peers = await hub.directory.list(room);
  return { revision, peers: peers.filter((peer) => peer.sessionId !== sessionId) };
}
