import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Content } from "./content.ts";
import type { Hub } from "./hub.ts";
import { peerOf, type Session } from "./session.ts";

/** Something for one peer of the sender's room. */
export interface Direct {
  readonly target: string;
  readonly content: Content;
}

/**
 * Passes a content on to one peer of the sender's room; at once, if that peer is here. Refuses with
 * `peer-not-found`, or with `unavailable` while the target is known but cannot hear yet.
 */
export function relay(hub: Hub, session: Session, direct: Direct): Promise<never> | undefined {
  const { peerId, room } = peerOf(session);
  const { target, content } = direct;
  const recipient = hub.audience.get(room, target);
  if (!recipient?.deliver({ from: peerId, target, message: content })) {
    return refuse(hub, room, target);
  }
  hub.report({ type: "message.relayed", room });
  return undefined;
}

async function refuse(hub: Hub, room: string, target: string): Promise<never> {
  const name = JSON.stringify(target.slice(0, 128));
  throw (await hub.directory.find(room, target))
    ? new SignalingError("unavailable", `${name} is joining or leaving ${room}; try again`)
    : new SignalingError("peer-not-found", `${name} is not in ${room}`);
}
