import type { Hub } from "./hub.ts";
import type { Session } from "./session.ts";

/** From now on nobody can come back to it. */
export function forget(hub: Hub, { resumable }: Session): void {
  if (!resumable) return;
  resumable.stopWaiting();
  hub.resumables.delete(resumable.sessionId);
  if (Date.now() < hub.gatheringEndsAtMs) hub.ended.add(resumable.sessionId);
  else hub.ended.clear();
}
