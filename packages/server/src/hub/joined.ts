import type { ReadyValue } from "simple-webrtc-signaling-protocol";
import type { Roster } from "./roster.ts";
import { peerOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

/** The result of `join` and `resume`. */
export interface Joined {
  readonly roster: Roster;
  /** The session with a new secret; absent without a resumable session. */
  readonly session?: Pick<Required<ReadyValue>, "session" | "isResumed"> &
    Pick<ReadyValue, "gatheringMs">;
}

/** Returns the result for a session that has joined, with a new secret if it is resumable. */
export function joinedOf(
  hub: HubState,
  session: Session,
  roster: Roster,
  { isResumed } = { isResumed: false },
): Joined {
  const { resumable, identity } = session;
  if (!resumable) return { roster };
  const { peerId, room, sessionId } = peerOf(session);
  const place = { sessionId, room, peerId, subject: identity.subject };
  const secret = resumable.renewSecret((lineage) => hub.secrets.issue(place, lineage));
  const gatheringMs = hub.gatheringEndsAtMs - Date.now();
  return {
    roster,
    session: {
      session: { id: sessionId, secret, graceSeconds: hub.graceMs / 1_000 },
      isResumed,
      ...(gatheringMs > 0 ? { gatheringMs } : {}),
    },
  };
}
