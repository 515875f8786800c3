import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Topic } from "../cluster/bus.ts";
import type { Peer } from "../cluster/directory.ts";
import { type Content, contentBytes } from "../content/content.ts";
import { contentKind } from "../content/content-kind.ts";
import { permit } from "./permit.ts";
import { Receipt } from "./receipt.ts";
import {
  contentOf,
  partsOf,
  refuseEarlier,
  type SenderFields,
  senderFieldsOf,
  senderIn,
} from "./remote-sender.ts";
import { peerOf, presentPeerOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

/** A content for one peer of the sender's room. */
export interface Direct {
  readonly target: string;
  /** The only session of the target that may receive the content. */
  readonly targetSession?: string | undefined;
  readonly content: Content;
}

type DirectFields = readonly [
  sender: SenderFields,
  target: string,
  targetSession: string | undefined,
];

const relayTopic: Topic<DirectFields, null> = { name: "relay" };

/**
 * Relays a content to one peer of the sender's room: synchronously if that peer is connected to this node, otherwise
 * handed to its node before this function returns. Refuses with one of these codes:
 * - `peer-not-found`;
 * - `peer-away` while the target's connection is lost;
 * - `peer-replaced` if another session has the id;
 * - `unavailable` while the target joins, leaves or changes its node, or if its node does not respond;
 * - `slow-consumer` if the target is disconnected because it does not read.
 */
export function relay(hub: HubState, session: Session, direct: Direct): Receipt | undefined {
  const sender = peerOf(session);
  permit(session.identity, "relay");
  const receiver = hub.local.members.get(sender.room, direct.target);
  if (!receiver) return relayElsewhere(hub, session, direct);
  deliver(receiver, sender.peerId, sender.sessionId, direct);
  reportRelayed(hub, session, sender, direct);
  return undefined;
}

/** Lets other nodes relay contents to the peers of this node. */
export function serveRelays(hub: HubState): void {
  hub.node.bus.serve(relayTopic, ({ question, parts }) => {
    const [fields, target, targetSession] = question;
    const sender = senderIn(fields);
    const { room, from, fromSession } = sender;
    refuseEarlier(hub, sender);
    const receiver = hub.local.members.get(room, target);
    if (!receiver) throw absent(hub, room, target);
    const content = contentOf(parts);
    // JSON has no `undefined`.
    const direct = { target, targetSession: targetSession ?? undefined, content };
    deliver(receiver, from, fromSession, direct);
    return null;
  });
}

function relayElsewhere(hub: HubState, session: Session, direct: Direct): Receipt {
  const { target, targetSession, content } = direct;
  const sender = peerOf(session);
  const { room } = sender;
  const { directory, bus, id } = hub.node;
  const entry = directory.view(room)?.get(target);
  if (entry && targetSession !== undefined) refuseOther(entry.peer, targetSession);
  if (!entry || entry.node === id || entry.state === "away") throw absent(hub, room, target);
  const question = [senderFieldsOf(session), target, targetSession] as const;
  const receipt = new Receipt();
  bus.post(entry.node, relayTopic, question, partsOf(content), (refusal) => {
    if (!refusal) reportRelayed(hub, session, sender, direct);
    receipt.settle(refusal);
  });
  return receipt;
}

function reportRelayed(
  { report }: HubState,
  { gateway }: Session,
  { peerId: from, room }: Peer,
  { target, content }: Direct,
): void {
  report({
    type: "message.relayed",
    gateway,
    room,
    from,
    target,
    countBytes: () => contentBytes(content),
    kindOf: () => contentKind(content),
  });
}

function deliver(receiver: Session, from: string, fromSession: string, direct: Direct): void {
  const { target, targetSession, content } = direct;
  const peer = targetSession === undefined ? undefined : presentPeerOf(receiver);
  if (peer && targetSession !== undefined) refuseOther(peer, targetSession);
  const delivery = receiver.connection.send(
    receiver.resumable
      ? { type: "message", from, fromSession, target, content }
      : { type: "message", from, target, content },
  );
  if (delivery === "written") return;
  if (delivery === "too-slow") {
    throw new SignalingError(
      "slow-consumer",
      `${nameOf(target)} is a slow consumer and was disconnected; the message was not delivered`,
    );
  }
  throw receiver.resumable ? away(target) : inTransit(presentPeerOf(receiver)?.room ?? "", target);
}

function refuseOther({ peerId, sessionId }: Peer, targetSession: string): void {
  if (sessionId === targetSession) return;
  throw new SignalingError(
    "peer-replaced",
    `peer id ${JSON.stringify(peerId)} belongs to another session now; send to that session`,
  );
}

/** Returns the refusal for a target without a connection on this node. */
function absent({ node }: HubState, room: string, target: string): SignalingError {
  const view = node.directory.view(room);
  const entry = view?.get(target);
  // Without a view, this node is closing, or the last of its peers has just left.
  if (!view) return inTransit(room, target);
  if (entry) return entry.state === "away" ? away(target) : inTransit(room, target);
  return new SignalingError(
    "peer-not-found",
    `${nameOf(target)} is not in room ${JSON.stringify(room)}; check the peer id`,
  );
}

function away(target: string): SignalingError {
  return new SignalingError(
    "peer-away",
    `${nameOf(target)} has lost its connection and may reconnect; try again`,
  );
}

function inTransit(room: string, target: string): SignalingError {
  return new SignalingError(
    "unavailable",
    `${nameOf(target)} is joining or leaving room ${JSON.stringify(room)}; try again`,
  );
}

function nameOf(target: string): string {
  return `peer ${JSON.stringify(target.slice(0, 128))}`;
}
