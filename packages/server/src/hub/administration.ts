import type { RoomSummary } from "../cluster/directory.ts";
import type { Page, PageRequest } from "../cluster/page.ts";
import { type BanAction, type Banned, ban, type LiftAction, liftBan, listBans } from "./ban.ts";
import type { Ban } from "./ban-list.ts";
import { type CloseRoomAction, closeRoom } from "./close-room.ts";
import { type KickAction, type KickIdentityAction, kick, kickIdentity } from "./kick.ts";
import { type ListPeersRequest, listPeers, type PeerDetails } from "./list-peers.ts";
import { type NoticeAction, notice } from "./notice.ts";
import { type PeerRequest, type PeerStatus, peerStatus } from "./peer-status.ts";
import type { HubState } from "./state.ts";

/**
 * The operations of administrators, on all nodes. Operations on peers reject with `peer-not-found` if there are none. All
 * operations reject with `unavailable` if another node does not respond.
 */
export interface Administration {
  listRooms(request: PageRequest): Promise<Page<RoomSummary>>;
  listPeers(request: ListPeersRequest): Promise<Page<PeerDetails>>;
  peerStatus(request: PeerRequest): Promise<PeerStatus>;
  kick(action: KickAction): Promise<void>;
  /** Resolves with the number of ended sessions. */
  kickIdentity(action: KickIdentityAction): Promise<number>;
  /** Resolves with the number of removed peers. */
  closeRoom(action: CloseRoomAction): Promise<number>;
  /** Bans an identity, an address or a token, and ends its sessions. */
  ban(action: BanAction): Promise<Banned>;
  liftBan(action: LiftAction): Promise<void>;
  listBans(request: PageRequest): Promise<Page<Ban>>;
  /** Resolves with the number of receivers. */
  notice(action: NoticeAction): Promise<number>;
}

export function administrationOf(hub: HubState): Administration {
  return {
    listRooms: (request) => hub.node.directory.rooms(request),
    listPeers: (request) => listPeers(hub, request),
    peerStatus: (request) => peerStatus(hub, request),
    kick: (action) => kick(hub, action),
    kickIdentity: (action) => kickIdentity(hub, action),
    closeRoom: (action) => closeRoom(hub, action),
    ban: (action) => ban(hub, action),
    liftBan: (action) => liftBan(hub, action),
    listBans: async (request) => listBans(hub, request),
    notice: (action) => notice(hub, action),
  };
}
