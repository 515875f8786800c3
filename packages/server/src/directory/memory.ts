import type { Directory, Peer } from "./directory.ts";
import { Rooms } from "./rooms.ts";

/** Returns the directory of a single server, in memory. */
export function memoryDirectory(): Directory {
  const peers = new Rooms<Peer>();
  return {
    async claim(peer) {
      if (peers.get(peer.room, peer.peerId)) return "taken";
      peers.set(peer.room, peer.peerId, peer);
      return "granted";
    },
    async replace(peer) {
      const { room, peerId, sessionId } = peer;
      if (peers.get(room, peerId)?.sessionId === sessionId) peers.set(room, peerId, peer);
    },
    async release({ room, peerId, sessionId }) {
      if (peers.get(room, peerId)?.sessionId === sessionId) peers.delete(room, peerId);
    },
    async find(room, peerId) {
      return peers.get(room, peerId);
    },
    async list(room) {
      return [...peers.members(room)];
    },
  };
}
