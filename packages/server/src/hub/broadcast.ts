import { everyone } from "simple-webrtc-signaling-protocol";
import type { Content } from "../content/content.ts";
import { permit } from "./permit.ts";
import { peerOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

/** Relays a content to all other peers of the sender's room. */
export function broadcast(hub: HubState, session: Session, content: Content): void {
  const { peerId, room, sessionId } = peerOf(session);
  permit(session.identity, "broadcast");
  const message = { type: "message", from: peerId, target: everyone, content } as const;
  const withSession = { ...message, fromSession: sessionId };
  let recipients = 0;
  for (const other of hub.localMembers.members(room)) {
    if (other === session) continue;
    const isWritten = other.connection.send(other.resumable ? withSession : message) === "written";
    if (isWritten) recipients += 1;
  }
  hub.report({ type: "message.broadcast", room, recipients });
}
