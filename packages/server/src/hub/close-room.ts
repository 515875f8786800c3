import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { AdminAction } from "./admin-action.ts";
import { roomClosed } from "./session-proofs.ts";
import type { HubState } from "./state.ts";

export interface CloseRoomAction extends AdminAction {
  readonly room: string;
}

/**
 * Ends the sessions of all peers of a room, on all nodes, and returns their number. Refuses with `peer-not-found`. Permitted
 * clients may join the room again.
 */
export async function closeRoom(hub: HubState, { room, actor }: CloseRoomAction): Promise<number> {
  const { length: peers } = await hub.node.directory.close(room, roomClosed);
  if (peers === 0) {
    throw new SignalingError("peer-not-found", `room ${JSON.stringify(room)} has no peers`);
  }
  hub.report({ type: "room.closed", room, peers, actor });
  return peers;
}
