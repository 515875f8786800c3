import { SignalingError } from "simple-webrtc-signaling-protocol";
import { expel } from "./expel.ts";
import type { Hub } from "./hub.ts";
import type { Order } from "./order.ts";

export interface KickOrder extends Order {
  readonly room: string;
  readonly peerId: string;
}

/** Ends the session of one peer. Refuses with `peer-not-found`. */
export function kick(hub: Hub, { room, peerId, by }: KickOrder): void {
  const session = hub.audience.get(room, peerId);
  if (!session) {
    const name = JSON.stringify(peerId);
    throw new SignalingError("peer-not-found", `${name} is not in ${JSON.stringify(room)}`);
  }
  expel(hub, session, { by });
}
