import { type CloseRoomAction, closeRoom } from "./close-room.ts";
import { type KickAction, kick } from "./kick.ts";
import { type KickIdentityAction, kickIdentity } from "./kick-identity.ts";
import { type ListPeersRequest, listPeers, type PeerDetails } from "./list-peers.ts";
import { listRooms, type RoomSummary } from "./list-rooms.ts";
import { type NoticeAction, notice } from "./notice.ts";
import type { Page, PageRequest } from "./page.ts";
import type { HubState } from "./state.ts";

/** The operations of administrators. Operations on peers reject with `peer-not-found` if there are none. */
export interface Administration {
  listRooms(request: PageRequest): Promise<Page<RoomSummary>>;
  listPeers(request: ListPeersRequest): Promise<Page<PeerDetails>>;
  kick(action: KickAction): Promise<void>;
  /** Resolves with the number of ended sessions. */
  kickIdentity(action: KickIdentityAction): Promise<number>;
  /** Resolves with the number of removed peers. */
  closeRoom(action: CloseRoomAction): Promise<number>;
  /** Resolves with the number of receivers. */
  notice(action: NoticeAction): Promise<number>;
}

export function administrationOf(hub: HubState): Administration {
  return {
    listRooms: async (request) => listRooms(hub, request),
    listPeers: async (request) => listPeers(hub, request),
    kick: async (action) => kick(hub, action),
    kickIdentity: async (action) => kickIdentity(hub, action),
    closeRoom: async (action) => closeRoom(hub, action),
    notice: async (action) => notice(hub, action),
  };
}
