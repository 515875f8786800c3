import type { Peer } from "../directory/directory.ts";
import type { Hub } from "./hub.ts";
import { retract } from "./retract.ts";
import type { Session } from "./session.ts";

/** Ends a session unheard. If it was a peer, its id is freed; that peer is returned. */
export async function dismiss(hub: Hub, session: Session): Promise<Peer | undefined> {
  const { standing } = session;
  hub.sessions.delete(session);
  session.standing = { state: "gone" };
  if (standing.state !== "peer") return undefined;
  const { peer } = standing;
  await retract(hub, session, peer);
  const { peerId, room, socketId } = peer;
  hub.report({ type: "peer.left", peerId, room, socketId });
  return peer;
}
