import type { Peer } from "../directory/directory.ts";
import { announce } from "./announce.ts";
import type { Hub } from "./hub.ts";
import type { Session } from "./session.ts";

export interface Leaving {
  /** Whether the others of the room are told. */
  readonly isAnnounced: boolean;
}

/**
 * Takes a peer out of its room. This process changes first and the others are told, whatever the directory answers: the
 * id may be taken again as soon as the directory frees it, and that join must come after this leave.
 */
export async function leaveRoom(
  hub: Hub,
  session: Session,
  peer: Peer,
  { isAnnounced }: Leaving,
): Promise<void> {
  hub.localMembers.delete(peer.room, peer.peerId);
  hub.occupancy.leave(peer.room, session.identity.subject);
  // What led to the leave, such as a broadcast to a reader that is too slow, reaches the others first.
  await Promise.resolve();
  if (isAnnounced) announce(hub, peer, "close");
  try {
    await hub.directory.release(peer);
  } finally {
    hub.presence.released(peer);
  }
}
