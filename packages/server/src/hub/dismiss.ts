import type { Peer } from "../directory/directory.ts";
import { forget } from "./forget.ts";
import type { Hub } from "./hub.ts";
import { retract } from "./retract.ts";
import { presentPeerOf, type Session } from "./session.ts";

/** Ends a session unheard. If it was a peer, its id is freed; that peer is returned. */
export async function dismiss(hub: Hub, session: Session): Promise<Peer | undefined> {
  const peer = presentPeerOf(session);
  hub.sessions.delete(session);
  session.standing = { state: "gone" };
  forget(hub, session);
  if (!peer) return undefined;
  await retract(hub, session, peer);
  const { peerId, room, socketId } = peer;
  hub.report({ type: "peer.left", peerId, room, socketId });
  return peer;
}
