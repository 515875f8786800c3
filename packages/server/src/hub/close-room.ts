import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { AdminAction } from "./admin-action.ts";
import { evict } from "./evict.ts";
import { presentPeerOf } from "./session.ts";
import type { HubState } from "./state.ts";

export interface CloseRoomAction extends AdminAction {
  readonly room: string;
}

/**
 * Ends the sessions of all peers of a room and returns their number. Refuses with `peer-not-found`. All peers are removed
 * from the room first, so that they do not receive the leaves of the others. Permitted clients may join the room again.
 */
export function closeRoom(hub: HubState, { room, actor }: CloseRoomAction): number {
  const sessions = [...hub.localMembers.members(room)];
  if (sessions.length === 0) {
    throw new SignalingError("peer-not-found", `room ${JSON.stringify(room)} has no peers`);
  }
  for (const session of sessions) {
    const peer = presentPeerOf(session);
    if (peer) hub.localMembers.delete(room, peer.peerId);
  }
  for (const session of sessions) {
    evict(hub, session, "room-closed");
  }
  hub.report({ type: "room.closed", room, peers: sessions.length, actor });
  return sessions.length;
}
