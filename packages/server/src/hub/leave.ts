import { everyone, presenceSentences } from "simple-webrtc-signaling-protocol";
import { announce } from "./announce.ts";
import type { Hub } from "./hub.ts";
import { retract } from "./retract.ts";
import type { Session } from "./session.ts";

/** Ends a session. If it was a peer, its id is freed and everyone else in the room is told. */
export async function leave(hub: Hub, session: Session): Promise<void> {
  const { standing } = session;
  hub.sessions.delete(session);
  session.standing = { state: "gone" };
  if (standing.state !== "peer") return;
  const { peer } = standing;
  await retract(hub, session, peer);
  announce(hub, peer, {
    from: peer.peerId,
    target: everyone,
    message: presenceSentences.close,
    action: "close",
  });
  const { peerId, room, socketId } = peer;
  hub.report({ type: "peer.left", peerId, room, socketId });
}
