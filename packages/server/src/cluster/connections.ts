import type { Connections } from "simple-webrtc-signaling-protocol";
import type { Peer } from "./directory.ts";

/** Returns peers in the form of the base protocol, keyed by peer id. `Object.fromEntries` makes even `__proto__` an own key. */
export function connectionsOf(peers: readonly Peer[]): Connections {
  return Object.fromEntries(
    peers.map(({ peerId, socketId }) => [peerId, { socketId, peerId }] as const),
  );
}
