import type { Peer } from "../directory/directory.ts";
import type { Hub } from "./hub.ts";
import type { Session } from "./session.ts";

/** Takes a peer out of its room: it hears nothing any more, and its id is free. */
export async function retract(hub: Hub, session: Session, peer: Peer): Promise<void> {
  hub.audience.delete(peer.room, peer.peerId);
  hub.occupancy.leave(peer.room, session.identity.subject);
  await hub.directory.release(peer);
}
