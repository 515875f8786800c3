import { randomBytes } from "node:crypto";
import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Peer } from "../directory/directory.ts";
import { attempt } from "../telemetry/attempt.ts";
import { announce } from "./announce.ts";
import { resolveIdConflict, takenId } from "./id-conflict.ts";
import { leaveRoom } from "./leave-room.ts";
import { permitPlace } from "./permit.ts";
import { type RestoredSession, Resumable } from "./resumable.ts";
import { type Roster, rosterAround } from "./roster.ts";
import { presentPeerOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

/** A visitor's request to become a peer. */
export interface JoinRequest extends Pick<Peer, "peerId" | "room" | "metadata"> {
  /** `true` for a new resumable session, or the session of an earlier process; absent: no resumable session. */
  readonly session?: true | RestoredSession;
}

/**
 * Makes a visitor a peer of a room, announces it, and returns the roster. Refuses with `peer-id-taken`, with `room-full`,
 * and with `forbidden` a socket that is already a peer or is not permitted.
 *
 * The order is a contract: claim the id, subscribe to the room, list the peers, announce the peer. Of two concurrent
 * newcomers, the later one finds the earlier one in its list. In any other order both can miss each other.
 */
export async function join(hub: HubState, session: Session, request: JoinRequest): Promise<Roster> {
  refuseUnlessVisitor(session);
  permitPlace(session.identity, request);
  const holder = hub.localMembers.get(request.room, request.peerId);
  if (holder) await resolveIdConflict(hub, session, holder);
  const peer = peerFor(session, request);
  await claim(hub, session, peer);
  enter(hub, session, peer, request.session);
  const roster = await look(hub, session, peer);
  announce(hub, peer, "joined", typeof request.session === "object");
  const { peerId, room, socketId } = peer;
  hub.report({ type: "peer.joined", peerId, room, socketId });
  return roster;
}

/** The metadata of the identity replaces the metadata of the request. */
function peerFor({ socketId, identity }: Session, request: JoinRequest): Peer {
  const { peerId, room, session } = request;
  const metadata = identity.metadata === undefined ? request.metadata : identity.metadata;
  return { peerId, room, metadata, sessionId: sessionIdFor(socketId, session), socketId };
}

function sessionIdFor(socketId: string, session: JoinRequest["session"]): string {
  if (session === undefined) return socketId;
  return session === true ? randomBytes(16).toString("base64url") : session.claim.id;
}

export function refuseUnlessVisitor({ state }: Session): void {
  if (state.kind === "peer") {
    throw new SignalingError(
      "forbidden",
      `this socket is already the peer ${JSON.stringify(state.peer.peerId)}; open another socket for another peer id`,
    );
  }
  if (state.kind !== "visitor") {
    throw new SignalingError("not-ready", "this socket is disconnected; connect again");
  }
}

/** Counts the peer before it claims the id, so that two concurrent joins cannot both get the last place. */
async function claim(hub: HubState, { identity }: Session, peer: Peer): Promise<void> {
  hub.occupancy.enter(peer.room, identity.subject);
  try {
    if ((await hub.directory.claim(peer)) === "taken") throw takenId(peer);
  } catch (error) {
    hub.occupancy.leave(peer.room, identity.subject);
    throw error;
  }
}

function enter(
  hub: HubState,
  session: Session,
  peer: Peer,
  requested: JoinRequest["session"],
): void {
  if (requested !== undefined) {
    const restored = requested === true ? undefined : requested;
    session.resumable = new Resumable(peer.sessionId, session, restored);
    hub.resumables.set(peer.sessionId, session.resumable);
  }
  hub.localMembers.set(peer.room, peer.peerId, session);
  session.state = { kind: "peer", peer, joinedAtMs: Date.now() };
}

async function look(hub: HubState, session: Session, peer: Peer): Promise<Roster> {
  try {
    return await rosterAround(hub, peer, ({ peers }) => {
      if (peer.sessionId !== peer.socketId) return;
      session.connection.send({ type: "roster", peerId: peer.peerId, peers });
    });
  } catch (error) {
    await withdraw(hub, session, peer);
    throw error;
  }
}

/**
 * Makes a peer a visitor again that has not been announced. Its leave is announced, because replies to other clients may
 * have listed it. Its session does not end, so the client may try again with the same claim.
 */
async function withdraw(hub: HubState, session: Session, peer: Peer): Promise<void> {
  // Another connection may have resumed the session in the meantime.
  if (presentPeerOf(session) !== peer) return;
  session.state = { kind: "visitor" };
  session.resumable = undefined;
  hub.resumables.delete(peer.sessionId);
  await attempt(hub.report, () => leaveRoom(hub, session, peer, { isAnnounced: true }));
}
