import { attempt } from "../telemetry/attempt.ts";
import { leave } from "./leave.ts";
import type { Resumable } from "./resumable.ts";
import type { Session } from "./session.ts";
import type { HubState } from "./state.ts";

/** Grace period of a client that stated that it goes away, in milliseconds. A client that lives on reconnects at once. */
const goingAwayMs = 5_000;

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
  wait(hub, session, resumable, hub.graceMs);
  const { peerId, room, socketId } = state.peer;
  hub.report({ type: "peer.away", peerId, room, socketId });
}

/** Shortens the grace period of an away session, because its client stated that it goes away. */
export function shortenGrace(hub: HubState, session: Session): void {
  const { state, resumable } = session;
  if (state.kind !== "away" || !resumable || hub.graceMs <= goingAwayMs) return;
  wait(hub, session, resumable, goingAwayMs);
}

function wait(
  hub: HubState,
  session: Session,
  resumable: Resumable<Session>,
  milliseconds: number,
): void {
  resumable.waitFor(milliseconds, () => void attempt(hub.report, () => leave(hub, session)));
}
