import type { Roster } from "simple-webrtc-signaling-protocol";
import type { Roster as HubRoster } from "../../hub/roster.ts";
import type { Session } from "../../hub/session.ts";

/** Returns the other peers of the room, in the form that this client supports. */
export function rosterFor({ resumable }: Session, { revision, peers }: HubRoster): Roster {
  return {
    revision,
    // `undefined` is absent in JSON.
    peers: peers.map(({ peerId, socketId, sessionId, metadata, joinId }) =>
      resumable
        ? { peerId, socketId, sessionId, metadata, joinId }
        : { peerId, socketId, metadata, joinId },
    ),
  };
}
