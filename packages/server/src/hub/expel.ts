import type { Hub } from "./hub.ts";
import type { Order } from "./order.ts";
import { sendAway } from "./send-away.ts";
import { presentPeerOf, type Session } from "./session.ts";

/** Ends one session, as kicked. */
export function expel(hub: Hub, session: Session, { by }: Order): void {
  const { socketId, identity } = session;
  const { peerId, room } = presentPeerOf(session) ?? {};
  const { subject } = identity;
  sendAway(hub, session, "kicked");
  hub.report({ type: "peer.kicked", socketId, subject, peerId, room, by });
}
