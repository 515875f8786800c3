import type { EndingCode } from "../session-record/ending.ts";
import type { Hub } from "./hub.ts";
import type { Session } from "./session.ts";

/** From now on no client can resume the session. */
export function endResumability(hub: Hub, { resumable }: Session, code: EndingCode): void {
  if (!resumable) return;
  resumable.stopWaiting();
  const { sessionId, lineage } = resumable;
  // It may have ended before: as kicked, and its connection follows.
  if (hub.resumables.get(sessionId) !== resumable) return;
  hub.resumables.delete(sessionId);
  hub.ended.add(sessionId, { code, lineage });
}
