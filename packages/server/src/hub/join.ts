import { everyone, presenceSentences, SignalingError } from "simple-webrtc-signaling-protocol";
import { connectionsOf } from "../directory/connections.ts";
import type { Peer } from "../directory/directory.ts";
import { announce } from "./announce.ts";
import type { Hub } from "./hub.ts";
import { retract } from "./retract.ts";
import type { Session } from "./session.ts";

/** What a visitor asks to become. */
export type JoinRequest = Omit<Peer, "socketId">;

/**
 * Makes a visitor a peer of a room and tells both sides of each other. Returns those who were there
 * before. Refuses with `peer-id-taken`, and what is a peer already with `forbidden`.
 *
 * The order is a contract: be findable, hear, look, speak. Of two newcomers at once, whoever enters
 * last sees the other in its list; in any other order both can miss each other.
 */
export async function join(
  hub: Hub,
  session: Session,
  request: JoinRequest,
): Promise<readonly Peer[]> {
  refuseUnlessVisitor(session);
  const peer: Peer = { ...request, socketId: session.socketId };
  await claim(hub, peer);
  enter(hub, session, peer);
  const others = await look(hub, session, peer);
  session.deliver({ from: everyone, target: peer.peerId, connections: connectionsOf(others) });
  announce(hub, peer, {
    from: peer.peerId,
    target: everyone,
    message: presenceSentences.open,
    action: "open",
  });
  const { peerId, room, socketId } = peer;
  hub.report({ type: "peer.joined", peerId, room, socketId });
  return others;
}

function refuseUnlessVisitor({ standing }: Session): void {
  if (standing.state === "peer") {
    throw new SignalingError(
      "forbidden",
      `this socket is the peer "${standing.peer.peerId}" already; open another for another id`,
    );
  }
  if (standing.state === "gone") throw new SignalingError("not-ready", "this socket is gone");
}

async function claim(hub: Hub, peer: Peer): Promise<void> {
  if ((await hub.directory.claim(peer)) === "taken") {
    throw new SignalingError(
      "peer-id-taken",
      `The peer id "${peer.peerId}" is taken in ${peer.room}. Choose another one and connect again.`,
    );
  }
}

function enter(hub: Hub, session: Session, peer: Peer): void {
  hub.audience.set(peer.room, peer.peerId, session);
  session.standing = { state: "peer", peer };
}

async function look(hub: Hub, session: Session, peer: Peer): Promise<readonly Peer[]> {
  try {
    const peers = await hub.directory.list(peer.room);
    return peers.filter(({ socketId }) => socketId !== peer.socketId);
  } catch (error) {
    session.standing = { state: "visitor" };
    await retract(hub, peer);
    throw error;
  }
}
