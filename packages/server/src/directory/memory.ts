import { Rooms } from "../rooms.ts";
import type { Directory, Peer } from "./directory.ts";

/** The directory of a server that runs alone. */
export function memoryDirectory(): Directory {
  const peers = new Rooms<Peer>();
  return {
    async claim(peer) {
      if (peers.get(peer.room, peer.peerId)) return "taken";
      peers.set(peer.room, peer.peerId, peer);
      return "granted";
    },
    async release({ room, peerId, socketId }) {
      if (peers.get(room, peerId)?.socketId === socketId) peers.delete(room, peerId);
    },
    async find(room, peerId) {
      return peers.get(room, peerId);
    },
    async list(room) {
      return [...peers.members(room)];
    },
  };
}
