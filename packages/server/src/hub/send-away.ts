import type { Refusal } from "simple-webrtc-signaling-protocol";
import { attempt } from "./attempt.ts";
import { forget } from "./forget.ts";
import type { Hub } from "./hub.ts";
import { leave } from "./leave.ts";
import type { Session } from "./session.ts";

/** Ends a session, which nobody can come back to: it is told why, and leaves as its connection ends; at once, if it has none. */
export function sendAway(hub: Hub, session: Session, refusal: Refusal): void {
  const isAway = session.standing.state === "away";
  forget(hub, session);
  session.end(refusal);
  if (isAway) void attempt(hub.report, () => leave(hub, session));
}
