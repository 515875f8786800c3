import type { AdminAction } from "./admin-action.ts";
import { evict } from "./evict.ts";
import { presentPeerOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

/** Ends one session with the code `kicked`. */
export function kickSession(hub: HubState, session: Session, { actor }: AdminAction): void {
  const { socketId, identity } = session;
  const { peerId, room } = presentPeerOf(session) ?? {};
  const { subject } = identity;
  evict(hub, session, "kicked");
  hub.report({ type: "peer.kicked", socketId, subject, peerId, room, actor });
}
