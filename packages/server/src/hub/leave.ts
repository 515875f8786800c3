import { announce } from "./announce.ts";
import type { Hub } from "./hub.ts";
import { retract } from "./retract.ts";
import { presentPeerOf, type Session } from "./session.ts";

/** Ends a session for good. If it was a peer, its id is freed and everyone else in the room is told. */
export async function leave(hub: Hub, session: Session): Promise<void> {
  const peer = presentPeerOf(session);
  hub.sessions.delete(session);
  session.standing = { state: "gone" };
  forget(hub, session);
  if (!peer) return;
  await retract(hub, session, peer);
  announce(hub, peer, "close");
  const { peerId, room, socketId } = peer;
  hub.report({ type: "peer.left", peerId, room, socketId });
}

/** From now on nobody can come back to it. */
export function forget(hub: Hub, { resumable }: Session): void {
  if (!resumable) return;
  resumable.stopWaiting();
  hub.resumables.delete(resumable.sessionId);
  if (Date.now() < hub.gatheringEndsAtMs) hub.ended.add(resumable.sessionId);
  else hub.ended.clear();
}
