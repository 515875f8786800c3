import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Content } from "./content.ts";
import type { Hub } from "./hub.ts";
import { permit } from "./permit.ts";
import { type Delivery, peerOf, presentPeerOf, type Session } from "./session.ts";

/** A content for one peer of the sender's room. */
export interface Direct {
  readonly target: string;
  /** The only session of the target that may receive the content. */
  readonly targetSession?: string | undefined;
  readonly content: Content;
}

/**
 * Relays a content to one peer of the sender's room, synchronously if that peer is connected to this process. Refuses
 * with one of these codes:
 * - `peer-not-found`;
 * - `peer-away` while the target's connection is lost;
 * - `peer-replaced` if another session has the id;
 * - `unavailable` while the target joins or leaves;
 * - `slow-consumer` if the target is disconnected because it does not read.
 */
export function relay(hub: Hub, session: Session, direct: Direct): Promise<never> | undefined {
  const { peerId: from, room, sessionId: fromSession } = peerOf(session);
  permit(session.identity, "relay");
  const { target, targetSession, content: message } = direct;
  const recipient = hub.localMembers.get(room, target);
  if (recipient && targetSession !== undefined) refuseOther(recipient, targetSession);
  const envelope = recipient?.resumable
    ? { from, target, fromSession, message }
    : { from, target, message };
  const delivery = recipient?.deliver(envelope);
  if (delivery !== "written") return refuse(hub, { room, target, recipient, delivery });
  hub.report({ type: "message.relayed", room });
  return undefined;
}

function refuseOther(recipient: Session, targetSession: string): void {
  const peer = presentPeerOf(recipient);
  if (peer === undefined || peer.sessionId === targetSession) return;
  throw new SignalingError(
    "peer-replaced",
    `peer id ${JSON.stringify(peer.peerId)} belongs to another session now; send to that session`,
  );
}

interface Undelivered {
  readonly room: string;
  readonly target: string;
  readonly recipient: Session | undefined;
  readonly delivery: Delivery | undefined;
}

async function refuse(hub: Hub, undelivered: Undelivered): Promise<never> {
  const { room, target, recipient, delivery } = undelivered;
  const name = `peer ${JSON.stringify(target.slice(0, 128))}`;
  if (delivery === "too-slow") {
    throw new SignalingError(
      "slow-consumer",
      `${name} is a slow consumer and was disconnected; the message was not delivered`,
    );
  }
  if (recipient?.resumable && hub.resumables.has(recipient.resumable.sessionId)) {
    throw new SignalingError(
      "peer-away",
      `${name} has lost its connection and may reconnect; try again`,
    );
  }
  const place = `room ${JSON.stringify(room)}`;
  throw (await hub.directory.find(room, target))
    ? new SignalingError("unavailable", `${name} is joining or leaving ${place}; try again`)
    : new SignalingError("peer-not-found", `${name} is not in ${place}; check the peer id`);
}
