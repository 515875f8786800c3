import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Content } from "../content/content.ts";
import { permit } from "./permit.ts";
import { type Delivery, peerOf, presentPeerOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

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
export function relay(hub: HubState, session: Session, direct: Direct): Promise<never> | undefined {
  const { peerId: from, room, sessionId: fromSession } = peerOf(session);
  permit(session.identity, "relay");
  const { target, targetSession, content } = direct;
  const receiver = hub.localMembers.get(room, target);
  if (receiver && targetSession !== undefined) refuseOther(receiver, targetSession);
  const delivery = receiver?.connection.send(
    receiver.resumable
      ? { type: "message", from, fromSession, target, content }
      : { type: "message", from, target, content },
  );
  if (delivery !== "written") return refuse(hub, { room, target, receiver, delivery });
  hub.report({ type: "message.relayed", room });
  return undefined;
}

function refuseOther(receiver: Session, targetSession: string): void {
  const peer = presentPeerOf(receiver);
  if (peer === undefined || peer.sessionId === targetSession) return;
  throw new SignalingError(
    "peer-replaced",
    `peer id ${JSON.stringify(peer.peerId)} belongs to another session now; send to that session`,
  );
}

interface Undelivered {
  readonly room: string;
  readonly target: string;
  readonly receiver: Session | undefined;
  readonly delivery: Delivery | undefined;
}

async function refuse(hub: HubState, undelivered: Undelivered): Promise<never> {
  const { room, target, receiver, delivery } = undelivered;
  const name = `peer ${JSON.stringify(target.slice(0, 128))}`;
  if (delivery === "too-slow") {
    throw new SignalingError(
      "slow-consumer",
      `${name} is a slow consumer and was disconnected; the message was not delivered`,
    );
  }
  if (receiver?.resumable && hub.resumables.has(receiver.resumable.sessionId)) {
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
