import { everyone } from "simple-webrtc-signaling-protocol";
import { announce } from "./announce.ts";
import type { Content } from "./content.ts";
import type { Hub } from "./hub.ts";
import { permit } from "./permit.ts";
import { peerOf, type Session } from "./session.ts";

/** Passes a content on to everyone else in the sender's room. */
export function broadcast(hub: Hub, session: Session, content: Content): void {
  const peer = peerOf(session);
  permit(session.identity, "broadcast");
  const envelope = { from: peer.peerId, target: everyone, message: content } as const;
  const recipients = announce(hub, peer, envelope);
  hub.report({ type: "message.broadcast", room: peer.room, recipients });
}
