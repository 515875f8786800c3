import { everyone, presenceSentences } from "simple-webrtc-signaling-protocol";
import type { Peer } from "../directory/directory.ts";
import type { Hub } from "./hub.ts";

/** Announces to all other peers of the room that a peer joined or left: to stock clients now, to others with the next batch. */
export function announce(
  hub: Hub,
  peer: Peer,
  action: keyof typeof presenceSentences,
  isRestored = false,
): void {
  const message = presenceSentences[action];
  const notice = { from: peer.peerId, target: everyone, message, action } as const;
  for (const session of hub.localMembers.members(peer.room)) {
    if (!session.resumable && session.socketId !== peer.socketId) session.deliver(notice);
  }
  if (action === "open") hub.presence.join(peer, isRestored);
  else hub.presence.leave(peer);
}
