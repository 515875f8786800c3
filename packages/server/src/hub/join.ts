import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Claim, ClaimOutcome, Peer } from "../cluster/directory.ts";
import { refuseBanned } from "./ban.ts";
import { enter, enteredOf, refuseUnlessVisitor } from "./enter.ts";
import { resolveIdConflict, takenId } from "./id-conflict.ts";
import { type Joined, joinedOf } from "./joined.ts";
import { permitPlace } from "./permit.ts";
import type { Session } from "./session.ts";
import { newSessionId } from "./session-id.ts";
import type { NewSecret, RestoredSession } from "./session-proofs.ts";
import type { HubState } from "./state.ts";

/** A visitor's request to become a peer. */
export interface JoinRequest extends Pick<Peer, "peerId" | "room" | "metadata" | "joinId"> {
  /** `true` for a new resumable session; absent: no resumable session. */
  readonly session?: true | undefined;
}

/** Makes a visitor a peer of a room. Refuses with `peer-id-taken`, `room-full` and `forbidden`. */
export function join(hub: HubState, session: Session, request: JoinRequest): Promise<Joined> {
  refuseUnlessVisitor(session);
  refuseBanned(hub, session.identity, session.address);
  permitPlace(session.identity, request);
  const sessionId = request.session === undefined ? undefined : newSessionId();
  return claimPlace(hub, session, { request, sessionId });
}

export interface PlaceClaim {
  readonly request: Pick<Peer, "peerId" | "room" | "metadata" | "joinId">;
  /** `undefined`: the peer gets no resumable session. */
  readonly sessionId: string | undefined;
  readonly restored?: RestoredSession;
  /** Resumes the session that is to be restored, because its node has put it back in the meantime. */
  readonly resumeInstead?: () => Promise<Joined>;
}

/** Claims a place for a permitted visitor, after a conflict with the holder of the peer id once more. */
export async function claimPlace(
  hub: HubState,
  session: Session,
  place: PlaceClaim,
): Promise<Joined> {
  const secret = place.sessionId === undefined ? undefined : hub.proofs.newSecret();
  const claim = claimOf(hub, session, place, secret);
  const tryIt = () => hub.node.directory.claim(claim, (entry) => enter(hub, session, entry));
  let outcome = await tryIt();
  if (outcome.type === "taken") {
    const isBack = outcome.holder.peer.sessionId === place.sessionId;
    if (isBack && place.resumeInstead) return place.resumeInstead();
    await resolveIdConflict(hub, session, outcome.holder);
    outcome = await tryIt();
  }
  refuse(hub, claim, outcome);
  const entry = enteredOf(session);
  const { peerId, room, socketId } = entry.peer;
  const { gateway, identity } = session;
  const { subject } = identity;
  hub.report({ type: "peer.joined", peerId, room, socketId, subject, gateway });
  return joinedOf(hub, entry, secret && { secret, isResumed: place.restored !== undefined });
}

/** The metadata of the identity replaces the metadata of the request. */
function claimOf(
  { proofs, settings }: HubState,
  { socketId, identity }: Session,
  { request, sessionId = socketId, restored }: PlaceClaim,
  secret: NewSecret | undefined,
): Claim {
  const { peerId, room, joinId } = request;
  const metadata = identity.metadata === undefined ? request.metadata : identity.metadata;
  return {
    peer: { peerId, room, metadata, joinId, sessionId, socketId },
    subject: identity.subject,
    joinedAtMs: Date.now(),
    proof: secret && proofs.storedProof(secret, restored),
    maxPeersPerRoom: settings.limits.maxPeersPerRoom,
    maxRoomsPerIdentity: settings.limits.maxRoomsPerIdentity,
  };
}

function refuse({ report }: HubState, claim: Claim, { type }: ClaimOutcome): void {
  const { room } = claim.peer;
  if (type === "taken") throw takenId(claim.peer);
  if (type === "full") {
    report({ type: "limit.reached", limit: "peers", of: "room" });
    throw new SignalingError(
      "room-full",
      `room ${JSON.stringify(room)} has ${claim.maxPeersPerRoom} peers, which is the limit; try again later or join another room`,
    );
  }
  if (type === "too-many-rooms") {
    report({ type: "limit.reached", limit: "rooms", of: "identity" });
    throw new SignalingError(
      "forbidden",
      `this identity has peers in ${claim.maxRoomsPerIdentity} rooms, which is the limit; leave a room first`,
    );
  }
}
