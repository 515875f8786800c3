import { everyone, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Topic } from "../cluster/bus.ts";
import { type Content, contentBytes } from "../content/content.ts";
import { contentKind } from "../content/content-kind.ts";
import { permit } from "./permit.ts";
import {
  contentOf,
  partsOf,
  type RemoteSender,
  refuseEarlier,
  type SenderFields,
  senderFieldsOf,
  senderIn,
} from "./remote-sender.ts";
import { peerOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

const broadcastTopic: Topic<SenderFields, null> = { name: "broadcast" };

/** Relays a content to all other peers of the sender's room: one message to each node that has some of them. */
export function broadcast(hub: HubState, session: Session, content: Content): void {
  const { peerId: from, room, sessionId: fromSession } = peerOf(session);
  permit(session.identity, "broadcast");
  refuseIfCut(hub, room);
  let recipients = deliverToAll(hub, { room, from, fromSession }, content);
  const { directory, bus, id } = hub.node;
  for (const [node, peers] of directory.view(room)?.nodes() ?? []) {
    if (node === id) continue;
    bus.tell(node, broadcastTopic, senderFieldsOf(session), partsOf(content));
    recipients += peers;
  }
  hub.report({
    type: "message.broadcast",
    gateway: session.gateway,
    room,
    from,
    recipients,
    countBytes: () => contentBytes(content),
    kindOf: () => contentKind(content),
  });
}

/** A broadcast to some of the peers could not be repeated, so it is refused before it is sent to anybody. */
function refuseIfCut({ node }: HubState, room: string): void {
  if (!node.bus.isApart) return;
  for (const [other] of node.directory.view(room)?.nodes() ?? []) {
    if (other === node.id) continue;
    throw new SignalingError(
      "unavailable",
      "some peers of the room are on servers that cannot be reached now; try again",
    );
  }
}

/** Lets other nodes broadcast contents to the peers of this node. */
export function serveBroadcasts(hub: HubState): void {
  hub.node.bus.serve(broadcastTopic, ({ question, parts }) => {
    const sender = senderIn(question);
    refuseEarlier(hub, sender);
    deliverToAll(hub, sender, contentOf(parts));
    return null;
  });
}

/** Returns the number of peers of this node to which the content was written. */
function deliverToAll(
  { local }: HubState,
  { room, from, fromSession }: Omit<RemoteSender, "generation">,
  content: Content,
): number {
  const message = { type: "message", from, target: everyone, content } as const;
  const withSession = { ...message, fromSession };
  let recipients = 0;
  const sender = local.members.get(room, from);
  for (const other of local.members.members(room)) {
    if (other === sender) continue;
    const isWritten = other.connection.send(other.resumable ? withSession : message) === "written";
    if (isWritten) recipients += 1;
  }
  return recipients;
}
