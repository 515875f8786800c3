import { type SessionClaim, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Identity } from "../auth/identity.ts";
import type { Hub } from "./hub.ts";
import { type JoinRequest, join, refuseUnlessVisitor } from "./join.ts";
import { permitPlace } from "./permit.ts";
import type { Resumable } from "./resumable.ts";
import { type Roster, rosterAround } from "./roster.ts";
import { presentPeerOf, type Session } from "./session.ts";

export interface ResumeRequest extends Omit<JoinRequest, "session"> {
  readonly claim: SessionClaim;
}

/**
 * A visitor goes on with a session, of which nobody else notices anything. Refuses with `session-lost` if that is
 * over, is another's, or is shown a secret that does not count (any more); then the visitor may join as if it had none.
 */
export async function resume(hub: Hub, session: Session, request: ResumeRequest): Promise<Roster> {
  refuseUnlessVisitor(session);
  permitPlace(session.identity, request);
  const resumable = hub.resumables.get(request.claim.id);
  if (!resumable) {
    refuseSentAway(hub, request.claim);
    return recall(hub, session, request);
  }
  if (!isHolders(resumable, session.identity, request) || !resumable.admits(request.claim)) {
    throw lost();
  }
  const { room, peerId, socketId } = takeOver(hub, resumable, session);
  hub.report({ type: "peer.resumed", room, peerId, socketId });
  const peer = presentPeerOf(session);
  if (!peer) throw lost();
  await hub.directory.replace(peer);
  return rosterAround(hub, peer);
}

/** Only who can prove that the session was its own is told why it is over. */
function refuseSentAway({ sentAway }: Hub, claim: SessionClaim): void {
  const { resumable, refusal } = sentAway.get(claim.id) ?? {};
  if (refusal && resumable?.admits(claim)) throw new SignalingError(refusal.code, refusal.reason);
}

function lost(): SignalingError {
  return new SignalingError("session-lost", "that session is over; join without it");
}

function isHolders(
  { holder }: Resumable<Session>,
  { subject }: Identity,
  { room, peerId }: ResumeRequest,
): boolean {
  const peer = presentPeerOf(holder);
  return peer?.room === room && peer.peerId === peerId && holder.identity.subject === subject;
}

/** Nothing that the last connection still says counts from here on: its standing is `gone`. */
function takeOver(hub: Hub, resumable: Resumable<Session>, session: Session) {
  const { holder } = resumable;
  const { standing } = holder;
  if (standing.state !== "peer" && standing.state !== "away") throw lost();
  const peer = { ...standing.peer, socketId: session.socketId };
  resumable.stopWaiting();
  resumable.holder = session;
  session.resumable = resumable;
  session.standing = { ...standing, state: "peer", peer };
  hub.audience.set(peer.room, peer.peerId, session);
  hub.sessions.delete(holder);
  holder.resumable = undefined;
  holder.standing = { state: "gone" };
  if (standing.state === "peer") {
    holder.end({ code: "peer-replaced", reason: "you came by another connection" });
  }
  return peer;
}

/** A session of an earlier process with the same key: whoever was away while this one started comes back to it. */
async function recall(hub: Hub, session: Session, request: ResumeRequest): Promise<Roster> {
  const { claim, ...place } = request;
  const isTime = Date.now() < hub.gatheringEndsAtMs && !hub.ended.has(claim.id);
  const proven = isTime ? hub.secrets.placeOfEarlier(claim.secret) : undefined;
  const isProven =
    proven?.sessionId === claim.id &&
    proven.room === place.room &&
    proven.peerId === place.peerId &&
    proven.subject === session.identity.subject;
  if (!isProven) throw lost();
  try {
    const roster = await join(hub, session, { ...place, session: claim.id });
    session.resumable?.recall(claim);
    return roster;
  } catch (error) {
    // Somebody was quicker: then it is not this session's any more.
    if (error instanceof SignalingError && error.code === "peer-id-taken") throw lost();
    throw error;
  }
}
