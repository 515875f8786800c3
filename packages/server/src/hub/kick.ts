import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { AdminAction } from "./admin-action.ts";
import { kickSession } from "./kick-session.ts";
import type { HubState } from "./state.ts";

export interface KickAction extends AdminAction {
  readonly room: string;
  readonly peerId: string;
}

/** Ends the session of one peer. Refuses with `peer-not-found`. */
export function kick(hub: HubState, { room, peerId, actor }: KickAction): void {
  const session = hub.localMembers.get(room, peerId);
  if (!session) {
    throw new SignalingError(
      "peer-not-found",
      `peer ${JSON.stringify(peerId)} is not in room ${JSON.stringify(room)}`,
    );
  }
  kickSession(hub, session, { actor });
}
