import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Identity } from "../auth/identity.ts";
import type { Peer } from "../directory/directory.ts";
import { endResumability } from "./end-resumability.ts";
import { leave } from "./leave.ts";
import { lose } from "./lose.ts";
import { presentPeerOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

/** Minimum time between two takeovers of an id, in milliseconds, so that two clients cannot flood a room with notices. */
const tenureMs = 1_000;

/**
 * Decides between a newcomer and the holder of a peer id. A newcomer of the same user replaces the holder at once, unless
 * its request may be older than the holder's connection. Another newcomer gets the id only if the holder's connection is
 * dead. Refuses with `peer-id-taken`, a delayed request with `peer-replaced`, and a second takeover within `tenureMs` with
 * `rate-limited`.
 */
export async function resolveIdConflict(
  hub: HubState,
  newcomer: Session,
  holder: Session,
): Promise<void> {
  const peer = presentPeerOf(holder);
  if (!peer) return;
  if (isSameOwner(newcomer.identity, holder.identity)) {
    refuseDelayed(hub, newcomer, holder);
    return replace(hub, holder, peer);
  }
  if (holder.state.kind === "away" || (await holder.connection.isAlive())) throw takenId(peer);
  holder.connection.end({
    code: "unavailable",
    reason: "your connection did not respond; connect again",
  });
  await lose(hub, holder);
  // A resumable session keeps its id during the grace period.
  if (presentPeerOf(holder)) throw takenId(peer);
}

export function takenId({ peerId, room }: Peer): SignalingError {
  return new SignalingError(
    "peer-id-taken",
    `peer id ${JSON.stringify(peerId)} is already in use in room ${JSON.stringify(room)}; choose another id`,
  );
}

/** Returns whether two identities belong to the same user. Anonymous clients never do. */
function isSameOwner(one: Identity, other: Identity): boolean {
  return one.subject !== undefined && one.subject === other.subject;
}

/**
 * Refuses a request on an earlier connection that may have been sent before the holder's connection was opened, and been
 * delayed since then: the newer connection of the client prevails.
 */
function refuseDelayed({ longestDelayMs }: HubState, newcomer: Session, holder: Session): void {
  if (newcomer.order.number > holder.order.number) return;
  if (Date.now() - holder.order.openedAtMs >= longestDelayMs) return;
  throw new SignalingError(
    "peer-replaced",
    "a newer connection of the same user has this peer id; use that connection",
  );
}

async function replace(hub: HubState, holder: Session, peer: Peer): Promise<void> {
  const { state } = holder;
  const heldMs = "joinedAtMs" in state ? Date.now() - state.joinedAtMs : tenureMs;
  if (heldMs < tenureMs) {
    const retryAfterMs = tenureMs - heldMs;
    throw new SignalingError(
      "rate-limited",
      `peer id ${JSON.stringify(peer.peerId)} was taken over less than ${tenureMs} ms ago; try again in ${retryAfterMs} ms`,
      { retryAfterMs },
    );
  }
  endResumability(hub, holder, "left");
  holder.connection.end({
    code: "peer-replaced",
    reason: "you were replaced by a newer connection",
  });
  await leave(hub, holder);
  const { peerId, room, socketId } = peer;
  hub.report({ type: "peer.replaced", peerId, room, socketId });
}
