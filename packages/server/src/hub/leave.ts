import { endResumability } from "./end-resumability.ts";
import { type Leaving, leaveRoom } from "./leave-room.ts";
import { presentPeerOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

/** Ends a session. If it was a peer, its leave is announced to the room and its id is freed. */
export function leave(hub: HubState, session: Session): Promise<void> {
  return end(hub, session, { isAnnounced: true });
}

/** Ends a session without an announcement. If it was a peer, its id is freed. */
export function leaveSilently(hub: HubState, session: Session): Promise<void> {
  return end(hub, session, { isAnnounced: false });
}

async function end(hub: HubState, session: Session, leaving: Leaving): Promise<void> {
  const peer = presentPeerOf(session);
  hub.sessions.delete(session);
  session.state = { kind: "gone" };
  endResumability(hub, session, "left");
  if (!peer) return;
  const { peerId, room, socketId } = peer;
  hub.report({ type: "peer.left", peerId, room, socketId });
  await leaveRoom(hub, session, peer, leaving);
}
