import { type SessionClaim, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Identity } from "../auth/identity.ts";
import type { Proof } from "../auth/session-secrets.ts";
import { sessionLost } from "./ended-sessions.ts";
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
 * A visitor resumes a session, of which nobody else notices anything. Refuses with `session-lost` if the session is over,
 * is another client's, or is claimed with a secret that does not count (any more); then the visitor may join without it.
 */
export async function resume(hub: Hub, session: Session, request: ResumeRequest): Promise<Roster> {
  refuseUnlessVisitor(session);
  permitPlace(session.identity, request);
  const resumable = hub.resumables.get(request.claim.id);
  if (!resumable) return restore(hub, session, request);
  if (!isHolders(resumable, session.identity, request)) throw lost();
  if (!resumable.admits(request.claim)) restoreAnew(hub, resumable, session, request);
  const { room, peerId, socketId } = takeOver(hub, resumable, session);
  hub.report({ type: "peer.resumed", room, peerId, socketId });
  const peer = presentPeerOf(session);
  if (!peer) throw lost();
  await hub.directory.replace(peer);
  return rosterAround(hub, peer);
}

function lost(): SignalingError {
  return new SignalingError(sessionLost.code, sessionLost.reason);
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
  hub.localMembers.set(peer.room, peer.peerId, session);
  hub.sessions.delete(holder);
  holder.resumable = undefined;
  holder.standing = { state: "gone" };
  if (standing.state === "peer") {
    holder.end({ code: "peer-replaced", reason: "you were replaced by a newer connection" });
  }
  return peer;
}

/** Resumes a session of an earlier process with the same key, while sessions are gathered after a start. */
async function restore(hub: Hub, session: Session, request: ResumeRequest): Promise<Roster> {
  const proof = proofOf(hub, session, request);
  const ending = hub.ended.refusalOf(request.claim.id, proof.lineage);
  // Only a client that proves that the session was its own is told why it is over.
  if (ending) throw new SignalingError(ending.code, ending.reason);
  const { claim, ...place } = request;
  try {
    return await join(hub, session, { ...place, session: restoredSession(hub, claim, proof) });
  } catch (error) {
    // Another client was quicker: the id is not this session's any more.
    if (error instanceof SignalingError && error.code === "peer-id-taken") throw lost();
    throw error;
  }
}

/** A session that was restored with an older secret belongs to the client that shows a later one of an earlier process. */
function restoreAnew(
  hub: Hub,
  resumable: Resumable<Session>,
  session: Session,
  request: ResumeRequest,
): void {
  const proof = proofOf(hub, session, request);
  if (!resumable.isRestoredWithOlderThan(proof.lineage)) throw lost();
  resumable.restore(restoredSession(hub, request.claim, proof));
}

function proofOf({ secrets }: Hub, { identity }: Session, request: ResumeRequest): Proof {
  const { claim, room, peerId } = request;
  const place = { sessionId: claim.id, room, peerId, subject: identity.subject };
  const proof = secrets.proofOf(claim.secret, place);
  if (!proof) throw lost();
  return proof;
}

/** Refuses sessions of this process, which has ended them; and all when the time for those of earlier ones is over. */
function restoredSession(hub: Hub, claim: SessionClaim, { lineage, isOfThisProcess }: Proof) {
  const continuation = hub.secrets.continuationOf(lineage);
  if (isOfThisProcess || !continuation || Date.now() >= hub.gatheringEndsAtMs) throw lost();
  return { claim, lineage, continuation };
}
