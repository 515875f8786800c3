import { dismiss } from "./dismiss.ts";
import type { Hub } from "./hub.ts";
import type { Order } from "./order.ts";
import { presentPeerOf, type Session } from "./session.ts";

/** Ends one session, as kicked. */
export function expel(hub: Hub, session: Session, { by }: Order): void {
  const { socketId, identity } = session;
  const { peerId, room } = presentPeerOf(session) ?? {};
  const { subject } = identity;
  dismiss(hub, session, { code: "kicked", reason: "an administrator has ended your stay" });
  hub.report({ type: "peer.kicked", socketId, subject, peerId, room, by });
}
