export type { RemotePeer } from "./remote-peers.ts";
export type { RoomState, UseRoomOptions } from "./room-state.ts";
export { useListener } from "./use-listener.ts";
export { useRoom } from "./use-room.ts";
