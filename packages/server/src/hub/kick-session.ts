import type { AdminAction } from "./admin-action.ts";
import { evict } from "./leave.ts";
import { presentPeerOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

/** Ends the sessions of this node to which something applies, and returns their number. */
export async function kickSessions(
  hub: HubState,
  applies: (session: Session) => boolean,
  action: AdminAction,
): Promise<number> {
  const sessions = [...hub.local.all()].filter(applies);
  await Promise.all(sessions.map((session) => kickSession(hub, session, action)));
  return sessions.length;
}

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
