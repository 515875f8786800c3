import type { ReadyValue, Roster } from "simple-webrtc-signaling-protocol";
import type { Hub } from "../../hub/hub.ts";
import type { Roster as HubRoster } from "../../hub/roster.ts";
import { peerOf, type Session } from "../../hub/session.ts";

/** Returns the other peers of the room, in the form that this client supports. */
export function rosterFor({ resumable }: Session, { revision, peers }: HubRoster): Roster {
  return {
    revision,
    peers: peers.map(({ peerId, socketId, sessionId, metadata }) =>
      resumable ? { peerId, socketId, sessionId, metadata } : { peerId, socketId, metadata },
    ),
  };
}

/** Returns the part of the reply to `ready` that only clients with a session receive, with a new secret. */
export function sessionValue(
  hub: Hub,
  session: Session,
  state: Required<Pick<ReadyValue, "revision" | "isResumed">>,
): Pick<ReadyValue, "session" | "revision" | "isResumed" | "gatheringMs"> {
  const { resumable, identity } = session;
  if (!resumable) return {};
  const { peerId, room, sessionId } = peerOf(session);
  const place = { sessionId, room, peerId, subject: identity.subject };
  const secret = resumable.renewSecret((lineage) => hub.secrets.issue(place, lineage));
  const gatheringMs = hub.gatheringEndsAtMs - Date.now();
  return {
    session: { id: sessionId, secret, graceSeconds: hub.graceMs / 1_000 },
    ...state,
    ...(gatheringMs > 0 ? { gatheringMs } : {}),
  };
}
