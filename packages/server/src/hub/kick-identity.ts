import { SignalingError } from "simple-webrtc-signaling-protocol";
import { expel } from "./expel.ts";
import type { Hub } from "./hub.ts";
import type { Order } from "./order.ts";

export interface KickIdentityOrder extends Order {
  readonly subject: string;
}

/** Ends every session of an identity, in whatever room or none, and returns how many. Refuses with `peer-not-found`. */
export function kickIdentity(hub: Hub, { subject, by }: KickIdentityOrder): number {
  const sessions = [...hub.sessions].filter(({ identity }) => identity.subject === subject);
  if (sessions.length === 0) {
    throw new SignalingError("peer-not-found", `${JSON.stringify(subject)} is not connected`);
  }
  for (const session of sessions) expel(hub, session, { by });
  return sessions.length;
}
