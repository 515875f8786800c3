import { type SessionClaim, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Identity } from "../auth/identity.ts";
import type { Proof } from "../auth/session-secrets.ts";
import { sessionLost } from "./ended-sessions.ts";
import { type JoinRequest, join, refuseUnlessVisitor } from "./join.ts";
import { permitPlace } from "./permit.ts";
import type { Resumable } from "./resumable.ts";
import { type Roster, rosterAround } from "./roster.ts";
import { presentPeerOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

export interface ResumeRequest extends Omit<JoinRequest, "session"> {
  readonly claim: SessionClaim;
}

/**
 * Resumes a session for a visitor, without an announcement. Refuses with `session-lost` if the session has ended, belongs to
 * another client, or is claimed with an invalid secret; then the visitor may join without it.
 */
export async function resume(
  hub: HubState,
  session: Session,
  request: ResumeRequest,
): Promise<Roster> {
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

/** Moves the session to a new connection. Events of the last connection are refused from now on: its state is `gone`. */
function takeOver(hub: HubState, resumable: Resumable<Session>, session: Session) {
  const { holder } = resumable;
  const { state } = holder;
  if (state.kind !== "peer" && state.kind !== "away") throw lost();
  const peer = { ...state.peer, socketId: session.socketId };
  resumable.stopWaiting();
  resumable.holder = session;
  session.resumable = resumable;
  session.state = { ...state, kind: "peer", peer };
  hub.localMembers.set(peer.room, peer.peerId, session);
  hub.sessions.delete(holder);
  holder.resumable = undefined;
  holder.state = { kind: "gone" };
  if (state.kind === "peer") {
    holder.connection.end({
      code: "peer-replaced",
      reason: "you were replaced by a newer connection",
    });
  }
  return peer;
}

/** Resumes a session of an earlier process with the same key, during the gathering period after a start. */
async function restore(hub: HubState, session: Session, request: ResumeRequest): Promise<Roster> {
  const proof = proofOf(hub, session, request);
  const ending = hub.ended.refusalOf(request.claim.id, proof.lineage);
  // Only a client that proves the session receives the reason for its end.
  if (ending) throw new SignalingError(ending.code, ending.reason);
  const { claim, ...place } = request;
  try {
    return await join(hub, session, { ...place, session: restoredSession(hub, claim, proof) });
  } catch (error) {
    // Another client has joined with the id before.
    if (error instanceof SignalingError && error.code === "peer-id-taken") throw lost();
    throw error;
  }
}

/** Restores a session again, for a client with a later secret than the one with which the session was restored before. */
function restoreAnew(
  hub: HubState,
  resumable: Resumable<Session>,
  session: Session,
  request: ResumeRequest,
): void {
  const proof = proofOf(hub, session, request);
  if (!resumable.isRestoredWithOlderThan(proof.lineage)) throw lost();
  resumable.restore(restoredSession(hub, request.claim, proof));
}

function proofOf({ secrets }: HubState, { identity }: Session, request: ResumeRequest): Proof {
  const { claim, room, peerId } = request;
  const place = { sessionId: claim.id, room, peerId, subject: identity.subject };
  const proof = secrets.proofOf(claim.secret, place);
  if (!proof) throw lost();
  return proof;
}

/** Refuses ended sessions of this process, and all sessions after the gathering period. */
function restoredSession(hub: HubState, claim: SessionClaim, { lineage, isOfThisProcess }: Proof) {
  const continuation = hub.secrets.continuationOf(lineage);
  if (isOfThisProcess || !continuation || Date.now() >= hub.gatheringEndsAtMs) throw lost();
  return { claim, lineage, continuation };
}
