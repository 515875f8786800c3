import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Content } from "./content.ts";
import type { Hub } from "./hub.ts";
import { permit } from "./permit.ts";
import { type Delivery, peerOf, type Session } from "./session.ts";

/** Something for one peer of the sender's room. */
export interface Direct {
  readonly target: string;
  readonly content: Content;
}

/**
 * Passes a content on to one peer of the sender's room; at once, if that peer is here. Refuses with
 * `peer-not-found`, with `unavailable` while the target is known but cannot hear yet, and with
 * `slow-consumer` if it has left too much untaken, and is ended for that.
 */
export function relay(hub: Hub, session: Session, direct: Direct): Promise<never> | undefined {
  const { peerId, room } = peerOf(session);
  permit(session.identity, "relay");
  const { target, content } = direct;
  const recipient = hub.audience.get(room, target);
  const delivery = recipient?.deliver({ from: peerId, target, message: content });
  if (delivery !== "written") return refuse(hub, { room, target, delivery });
  hub.report({ type: "message.relayed", room });
  return undefined;
}

interface Undelivered {
  readonly room: string;
  readonly target: string;
  readonly delivery: Delivery | undefined;
}

async function refuse(hub: Hub, { room, target, delivery }: Undelivered): Promise<never> {
  const name = JSON.stringify(target.slice(0, 128));
  if (delivery === "too-slow") {
    throw new SignalingError(
      "slow-consumer",
      `${name} does not take what it is sent, and was ended`,
    );
  }
  throw (await hub.directory.find(room, target))
    ? new SignalingError("unavailable", `${name} is joining or leaving ${room}; try again`)
    : new SignalingError("peer-not-found", `${name} is not in ${room}`);
}
