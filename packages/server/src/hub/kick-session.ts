import type { AdminAction } from "./admin-action.ts";
import { evict } from "./leave.ts";
import { presentPeerOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

/** Ends a session, and reports it. */
export function kickSession(
  hub: HubState,
  session: Session,
  { actor }: AdminAction,
): Promise<void> {
  const { socketId, identity } = session;
  const { peerId, room } = presentPeerOf(session) ?? {};
  const { subject } = identity;
  const left = evict(hub, session, "kicked");
  hub.report({ type: "peer.kicked", socketId, subject, peerId, room, actor });
  return left;
}
