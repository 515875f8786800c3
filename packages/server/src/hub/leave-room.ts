import type { Peer } from "../directory/directory.ts";
import { announce } from "./announce.ts";
import type { Session } from "./session.ts";
import type { HubState } from "./state.ts";

export interface Leaving {
  /** Whether the leave is announced to the other peers of the room. */
  readonly isAnnounced: boolean;
}

/**
 * Removes a peer from its room. The local state changes and the leave is announced before the directory responds: another
 * peer can claim the id as soon as the directory frees it, and its join must follow this leave.
 */
export async function leaveRoom(
  hub: HubState,
  session: Session,
  peer: Peer,
  { isAnnounced }: Leaving,
): Promise<void> {
  hub.localMembers.delete(peer.room, peer.peerId);
  hub.occupancy.leave(peer.room, session.identity.subject);
  // The message that caused the leave, such as a broadcast to a slow consumer, reaches the other peers first.
  await Promise.resolve();
  if (isAnnounced) announce(hub, peer, "left");
  try {
    await hub.directory.release(peer);
  } finally {
    hub.presence.released(peer);
  }
}
