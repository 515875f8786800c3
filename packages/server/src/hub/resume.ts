import { type SessionClaim, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Entry, Move, MoveOutcome } from "../cluster/directory.ts";
import { refuseBanned } from "./ban.ts";
import { enter, enteredOf, refuseUnlessVisitor } from "./enter.ts";
import { claimPlace, type JoinRequest } from "./join.ts";
import { type Joined, joinedOf } from "./joined.ts";
import { permitPlace } from "./permit.ts";
import type { Session } from "./session.ts";
import { lost, type NewSecret } from "./session-proofs.ts";
import type { HubState } from "./state.ts";

export interface ResumeRequest extends Omit<JoinRequest, "session"> {
  readonly claim: SessionClaim;
}

/** Resumes a session, and reports a refusal. See {@link resumeUnreported}. */
export async function resume(
  hub: HubState,
  session: Session,
  request: ResumeRequest,
): Promise<Joined> {
  try {
    return await resumeUnreported(hub, session, request);
  } catch (error) {
    if (error instanceof SignalingError) {
      const { code, reason } = error;
      hub.report({ type: "resume.refused", gateway: session.gateway, code, reason });
    }
    throw error;
  }
}

/**
 * Resumes a session of any node for a visitor, without an announcement. Refuses with `session-lost` if the session has
 * ended, belongs to another client, or is claimed with an invalid secret; then the visitor may join without it.
 */
async function resumeUnreported(
  hub: HubState,
  session: Session,
  request: ResumeRequest,
): Promise<Joined> {
  refuseUnlessVisitor(session);
  refuseBanned(hub, session.identity, session.address);
  permitPlace(session.identity, request);
  return moveOr(hub, session, request, (ending) => restore(hub, session, request, ending));
}

/** Moves a session of any node to a visitor, or does something else if no node has the session. */
async function moveOr(
  hub: HubState,
  session: Session,
  request: ResumeRequest,
  otherwise: (ending: string | undefined) => Promise<Joined>,
): Promise<Joined> {
  const secret = hub.proofs.newSecret();
  let outcome = await move(hub, session, moveOf(hub, session, request, secret));
  if (outcome.type === "refused") {
    outcome = await restoreAnew(hub, session, { request, secret, entry: outcome.entry });
  }
  if (outcome.type === "refused") throw lost();
  if (outcome.type === "absent") return otherwise(outcome.ending);
  const entry = enteredOf(session);
  const { room, peerId, socketId } = entry.peer;
  hub.report({ type: "peer.resumed", room, peerId, socketId, gateway: session.gateway });
  // Without contact to the directory, the secret stays the same.
  const isNew = entry.proof?.hash === secret.hash;
  return joinedOf(hub, entry, { secret: isNew ? secret : request.claim.secret, isResumed: true });
}

function move(hub: HubState, session: Session, request: Move): Promise<MoveOutcome> {
  return hub.node.directory.move(request, (entry) => enter(hub, session, entry));
}

function moveOf(
  { proofs }: HubState,
  { socketId, identity }: Session,
  { room, peerId, claim }: ResumeRequest,
  { hash: next }: NewSecret,
): Move {
  const { id: sessionId, secret, attempt } = claim;
  const shown = proofs.shownHash(secret);
  return { room, peerId, sessionId, subject: identity.subject, socketId, shown, attempt, next };
}

/** Resumes a session of an earlier process with the same key, during the gathering period after a start. */
async function restore(
  hub: HubState,
  session: Session,
  request: ResumeRequest,
  endedElsewhere: string | undefined,
): Promise<Joined> {
  const { claim } = request;
  const proof = hub.proofs.verify(claim, request, session.identity);
  const ending = hub.proofs.endingRefusal(claim.id, proof, endedElsewhere);
  // Only a client that proves the session receives the reason for its end.
  if (ending) throw new SignalingError(ending.code, ending.reason);
  const restored = hub.proofs.restore(claim, proof);
  const resumeInstead = () => moveOr(hub, session, request, () => Promise.reject(lost()));
  try {
    return await claimPlace(hub, session, {
      request,
      sessionId: claim.id,
      restored,
      resumeInstead,
    });
  } catch (error) {
    // Another client has joined with the id before.
    if (error instanceof SignalingError && error.code === "peer-id-taken") throw lost();
    throw error;
  }
}

interface Restoration {
  readonly request: ResumeRequest;
  readonly secret: NewSecret;
  readonly entry: Entry;
}

/** Restores a session of which the directory has an earlier record, for a client with a later secret. */
async function restoreAnew(
  hub: HubState,
  session: Session,
  { request, secret, entry }: Restoration,
): Promise<MoveOutcome> {
  const proof = hub.proofs.verify(request.claim, request, session.identity);
  if (!hub.proofs.isLater(entry, proof)) throw lost();
  const { restored } = hub.proofs.restore(request.claim, proof);
  const instead = { generation: entry.generation, restored };
  return move(hub, session, { ...moveOf(hub, session, request, secret), instead });
}
