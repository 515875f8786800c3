import { attempt } from "./attempt.ts";
import type { Hub } from "./hub.ts";
import { leave } from "./leave.ts";
import type { Session } from "./session.ts";

/**
 * A session's connection is gone, without a good-bye. One that can be resumed is away from now on and waits for its
 * client, unseen by anybody; the others leave.
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
