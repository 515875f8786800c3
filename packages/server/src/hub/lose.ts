import { attempt } from "./attempt.ts";
import type { Hub } from "./hub.ts";
import { leave } from "./leave.ts";
import type { Session } from "./session.ts";

/**
 * Handles the loss of a session's connection. A resumable session becomes away and waits for its client for the grace
 * period, without an announcement. Any other session leaves.
 */
export async function lose(hub: Hub, session: Session): Promise<void> {
  const { standing, resumable } = session;
  if (standing.state === "away") return;
  const mayResume = resumable !== undefined && hub.resumables.has(resumable.sessionId);
  if (standing.state !== "peer" || !mayResume) return leave(hub, session);
  session.standing = { ...standing, state: "away" };
  resumable.waitFor(hub.graceMs, () => void attempt(hub.report, () => leave(hub, session)));
  const { peerId, room, socketId } = standing.peer;
  hub.report({ type: "peer.away", peerId, room, socketId });
}
