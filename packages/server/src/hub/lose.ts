import { attempt } from "../telemetry/attempt.ts";
import { leave } from "./leave.ts";
import type { Session } from "./session.ts";
import type { HubState } from "./state.ts";

/**
 * Handles the loss of a session's connection. A resumable session becomes away and waits for its client for the grace
 * period, without an announcement. Any other session leaves.
 */
export async function lose(hub: HubState, session: Session): Promise<void> {
  const { state, resumable } = session;
  if (state.kind === "away") return;
  const mayResume = resumable !== undefined && hub.resumables.has(resumable.sessionId);
  if (state.kind !== "peer" || !mayResume) return leave(hub, session);
  session.state = { ...state, kind: "away" };
  resumable.waitFor(hub.graceMs, () => void attempt(hub.report, () => leave(hub, session)));
  const { peerId, room, socketId } = state.peer;
  hub.report({ type: "peer.away", peerId, room, socketId });
}
