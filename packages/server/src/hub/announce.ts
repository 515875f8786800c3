import type { Peer } from "../directory/directory.ts";
import type { HubState } from "./state.ts";

/** Announces to all other peers of the room that a peer joined or left: to stock clients now, to others with the next batch. */
export function announce(
  hub: HubState,
  peer: Peer,
  type: "joined" | "left",
  isRestored = false,
): void {
  const change = { type, peerId: peer.peerId };
  for (const session of hub.localMembers.members(peer.room)) {
    if (!session.resumable && session.socketId !== peer.socketId) session.connection.send(change);
  }
  if (type === "joined") hub.presence.join(peer, isRestored);
  else hub.presence.leave(peer);
}
