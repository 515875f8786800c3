import { everyone, presenceSentences, SignalingError } from "simple-webrtc-signaling-protocol";
import { connectionsOf } from "../directory/connections.ts";
import type { Peer } from "../directory/directory.ts";
import { announce } from "./announce.ts";
import type { Hub } from "./hub.ts";
import { permitPlace } from "./permit.ts";
import { retract } from "./retract.ts";
import type { Session } from "./session.ts";

/** What a visitor asks to become. */
export type JoinRequest = Omit<Peer, "socketId">;

/**
 * Makes a visitor a peer of a room and tells both sides of each other. Returns those who were there
 * before. Refuses with `peer-id-taken`, `room-full`, and with `forbidden` what is a peer already or may not be there.
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
  permitPlace(session.identity, request);
  const peer = peerFor(session, request);
  await claim(hub, session, peer);
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

/** What whoever let it in says of it counts more than what it says of itself. */
function peerFor({ socketId, identity }: Session, request: JoinRequest): Peer {
  const metadata = identity.metadata === undefined ? request.metadata : identity.metadata;
  return { ...request, metadata, socketId };
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

/** A place is counted before it is there: of two at once, only one gets the last. */
async function claim(hub: Hub, { identity }: Session, peer: Peer): Promise<void> {
  hub.occupancy.enter(peer.room, identity.subject);
  try {
    if ((await hub.directory.claim(peer)) === "taken") throw takenId(peer);
  } catch (error) {
    hub.occupancy.leave(peer.room, identity.subject);
    throw error;
  }
}

function takenId({ peerId, room }: Peer): SignalingError {
  return new SignalingError(
    "peer-id-taken",
    `The peer id "${peerId}" is taken in ${room}. Choose another one and connect again.`,
  );
}

function enter(hub: Hub, session: Session, peer: Peer): void {
  hub.audience.set(peer.room, peer.peerId, session);
  session.standing = { state: "peer", peer, joinedAtMs: Date.now() };
}

async function look(hub: Hub, session: Session, peer: Peer): Promise<readonly Peer[]> {
  try {
    const peers = await hub.directory.list(peer.room);
    return peers.filter(({ socketId }) => socketId !== peer.socketId);
  } catch (error) {
    session.standing = { state: "visitor" };
    await retract(hub, session, peer);
    throw error;
  }
}
