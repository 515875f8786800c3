import type { EndingCode } from "../session-record/ending.ts";
import type { Session } from "./session.ts";
import type { HubState } from "./state.ts";

/** Ends the resumability of a session, so that no client can resume it. */
export function endResumability(hub: HubState, { resumable }: Session, code: EndingCode): void {
  if (!resumable) return;
  resumable.stopWaiting();
  const { sessionId, lineage } = resumable;
  // The session may have ended before, for example by a kick that precedes the end of its connection.
  if (hub.resumables.get(sessionId) !== resumable) return;
  hub.resumables.delete(sessionId);
  hub.ended.add(sessionId, { code, lineage });
}
