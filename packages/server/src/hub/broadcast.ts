import { everyone } from "simple-webrtc-signaling-protocol";
import type { Content } from "./content.ts";
import type { Hub } from "./hub.ts";
import { permit } from "./permit.ts";
import { peerOf, type Session } from "./session.ts";

/** Relays a content to all other peers of the sender's room. */
export function broadcast(hub: Hub, session: Session, content: Content): void {
  const { peerId, room, sessionId } = peerOf(session);
  permit(session.identity, "broadcast");
  const envelope = { from: peerId, target: everyone, message: content } as const;
  const withSession = { ...envelope, fromSession: sessionId };
  let recipients = 0;
  for (const other of hub.localMembers.members(room)) {
    if (other === session) continue;
    if (other.deliver(other.resumable ? withSession : envelope) === "written") recipients += 1;
  }
  hub.report({ type: "message.broadcast", room, recipients });
}
