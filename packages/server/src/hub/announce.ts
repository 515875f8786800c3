import type { Envelope } from "simple-webrtc-signaling-protocol";
import type { Peer } from "../directory/directory.ts";
import type { Content } from "./content.ts";
import type { Hub } from "./hub.ts";

/** Tells every other peer of the room. Returns how many were told. */
export function announce(hub: Hub, peer: Peer, envelope: Envelope<Content>): number {
  let told = 0;
  for (const session of hub.audience.members(peer.room)) {
    if (session.socketId !== peer.socketId && session.deliver(envelope) === "written") told += 1;
  }
  return told;
}
