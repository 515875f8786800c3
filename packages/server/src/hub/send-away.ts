import type { Refusal } from "simple-webrtc-signaling-protocol";
import { attempt } from "./attempt.ts";
import { forget } from "./forget.ts";
import type { Hub, SentAway } from "./hub.ts";
import { leave } from "./leave.ts";
import type { Session } from "./session.ts";

/** Ends a session, which nobody can come back to: it is told why, and leaves as its connection ends; at once, if it has none. */
export function sendAway(hub: Hub, session: Session, refusal: Refusal): void {
  const isAway = session.standing.state === "away";
  if (session.resumable) remember(hub, { resumable: session.resumable, refusal });
  forget(hub, session);
  session.end(refusal);
  if (isAway) void attempt(hub.report, () => leave(hub, session));
}

/** Whoever was away hears it when it comes back, and so does whoever did not hear it. */
function remember({ sentAway, graceMs }: Hub, one: SentAway): void {
  const { sessionId } = one.resumable;
  sentAway.set(sessionId, one);
  setTimeout(() => sentAway.delete(sessionId), graceMs).unref();
}
