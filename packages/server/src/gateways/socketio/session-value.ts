import type { ReadyValue, Roster } from "simple-webrtc-signaling-protocol";
import type { Hub } from "../../hub/hub.ts";
import type { Roster as HubRoster } from "../../hub/roster.ts";
import { peerOf, type Session } from "../../hub/session.ts";

/** The others of the room, in the shape this client knows. */
export function rosterFor({ resumable }: Session, { revision, peers }: HubRoster): Roster {
  return {
    revision,
    peers: peers.map(({ peerId, socketId, sessionId, metadata }) =>
      resumable ? { peerId, socketId, sessionId, metadata } : { peerId, socketId, metadata },
    ),
  };
}

/** What only a client with a session is told: how to come back. The secret is another one each time. */
export function sessionValue(
  hub: Hub,
  session: Session,
  told: Required<Pick<ReadyValue, "revision" | "isResumed">>,
): Pick<ReadyValue, "session" | "revision" | "isResumed" | "gatheringMs"> {
  const { resumable, identity } = session;
  if (!resumable) return {};
  const { peerId, room, sessionId } = peerOf(session);
  const place = { sessionId, room, peerId, subject: identity.subject };
  const secret = resumable.renewSecret((lineage) => hub.secrets.issue(place, lineage));
  const gatheringMs = hub.gatheringEndsAtMs - Date.now();
  return {
    session: { id: sessionId, secret, graceSeconds: hub.graceMs / 1_000 },
    ...told,
    ...(gatheringMs > 0 ? { gatheringMs } : {}),
  };
}
