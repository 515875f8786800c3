import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Hub } from "./hub.ts";
import type { Order } from "./order.ts";
import { sendAway } from "./send-away.ts";

export interface CloseRoomOrder extends Order {
  readonly room: string;
}

/**
 * Ends the session of everybody in a room, and returns how many. Refuses with `peer-not-found`. All at
 * once, so that nobody has to be told of the others. The room's name is free: whoever may, enters again.
 */
export function closeRoom(hub: Hub, { room, by }: CloseRoomOrder): number {
  const sessions = [...hub.audience.members(room)];
  if (sessions.length === 0) {
    throw new SignalingError("peer-not-found", `nobody is in ${JSON.stringify(room)}`);
  }
  for (const session of sessions) {
    sendAway(hub, session, { code: "room-closed", reason: "an administrator has closed the room" });
  }
  hub.report({ type: "room.closed", room, peers: sessions.length, by });
  return sessions.length;
}
