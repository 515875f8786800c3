import type { Peer } from "../directory/directory.ts";
import type { Hub } from "./hub.ts";

/** Takes a peer out of its room: it hears nothing any more, and its id is free. */
export async function retract(hub: Hub, peer: Peer): Promise<void> {
  hub.audience.delete(peer.room, peer.peerId);
  await hub.directory.release(peer);
}
