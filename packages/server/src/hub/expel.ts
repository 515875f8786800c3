import type { Hub } from "./hub.ts";
import type { Order } from "./order.ts";
import type { Session } from "./session.ts";

/** Ends one session, as kicked. */
export function expel(hub: Hub, session: Session, { by }: Order): void {
  const { socketId, standing, identity } = session;
  const { peerId, room } =
    standing.state === "peer" ? standing.peer : { peerId: undefined, room: undefined };
  const { subject } = identity;
  session.end({ code: "kicked", reason: "an administrator has ended your stay" });
  hub.report({ type: "peer.kicked", socketId, subject, peerId, room, by });
}
