import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Topic } from "../cluster/bus.ts";
import type { Entry, Peer } from "../cluster/directory.ts";
import { leave, lose } from "./leave.ts";
import { entryOf, presentPeerOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

/** Minimum time between two takeovers of an id, in milliseconds, so that two clients cannot flood a room with notices. */
const tenureMs = 1_000;

/** A newcomer that wants the peer id of a holder. */
interface Newcomer {
  readonly subject: string | undefined;
  /** The time at which the newcomer's connection was opened, by the clock that all nodes share. */
  readonly openedAtMs: number;
  /** The place in the order of the handshakes of the holder's node; absent if the newcomer is on another node. */
  readonly orderNumber?: number;
}

interface Conflict extends Pick<Peer, "room" | "peerId" | "sessionId"> {
  readonly newcomer: Newcomer;
}

const conflictTopic: Topic<Conflict, null> = { name: "id-conflict" };

/**
 * Decides between a newcomer and the holder of a peer id, on the holder's node. A newcomer of the same user replaces the
 * holder at once, unless its request may be older than the holder's connection. Another newcomer gets the id only if the
 * holder's connection is dead. Refuses with `peer-id-taken`, a delayed request with `peer-replaced`, and a second takeover
 * within `tenureMs` with `rate-limited`.
 */
export async function resolveIdConflict(
  hub: HubState,
  { identity, order }: Session,
  holder: Entry,
): Promise<void> {
  const { room, peerId, sessionId } = holder.peer;
  const { subject } = identity;
  const newcomer = { subject, openedAtMs: sharedMs(hub, order.openedAtMs) };
  const conflict = { room, peerId, sessionId };
  if (holder.node === hub.node.id) {
    return decide(hub, { ...conflict, newcomer: { ...newcomer, orderNumber: order.number } });
  }
  try {
    await hub.node.bus.ask(holder.node, conflictTopic, { ...conflict, newcomer });
  } catch (error) {
    // The holder's node may be dead. Until that is certain, only the holder's user has a right to the id.
    const isUnavailable = error instanceof SignalingError && error.code === "unavailable";
    const isOwner = subject !== undefined && subject === holder.subject;
    throw isUnavailable && !isOwner ? takenId(holder.peer) : error;
  }
}

/** Lets other nodes ask for decisions about the peers of this node. */
export function serveIdConflicts(hub: HubState): void {
  hub.node.bus.serve(conflictTopic, async ({ question }) => {
    await decide(hub, question);
    return null;
  });
}

export function takenId({ peerId, room }: Peer): SignalingError {
  return new SignalingError(
    "peer-id-taken",
    `peer id ${JSON.stringify(peerId)} is already in use in room ${JSON.stringify(room)}; choose another id`,
  );
}

async function decide(hub: HubState, conflict: Conflict): Promise<void> {
  // The response to the holder's join may have been lost, and then nobody has it.
  if (!hub.local.of(conflict)) await hub.node.directory.readAgain(conflict.room);
  const holder = hub.local.of(conflict);
  const peer = holder && presentPeerOf(holder);
  if (!peer) return;
  const { newcomer } = conflict;
  if (isSameOwner(newcomer, holder)) {
    refuseDelayed(hub, newcomer, holder);
    return replace(hub, holder, peer);
  }
  if (holder.state.kind !== "away") {
    if (await holder.connection.isAlive()) throw takenId(peer);
    holder.connection.end({
      code: "unavailable",
      reason: "your connection did not respond; connect again",
    });
    await lose(hub, holder);
  }
  if (!presentPeerOf(holder)) return;
  // A resumable session keeps its id during the grace period, unless its client may not know the session.
  if (!holder.connection.isUnconfirmed) throw takenId(peer);
  await leave(hub, holder);
}

/** Returns whether a newcomer and a holder belong to the same user. Anonymous clients never do. */
function isSameOwner({ subject }: Newcomer, { identity }: Session): boolean {
  return subject !== undefined && subject === identity.subject;
}

/**
 * Refuses a request on an earlier connection that may have been sent before the holder's connection was opened, and been
 * delayed since then: the newer connection of the client prevails.
 */
function refuseDelayed(hub: HubState, newcomer: Newcomer, { order }: Session): void {
  const holderAgeMs = Date.now() - order.openedAtMs;
  const { orderNumber, openedAtMs } = newcomer;
  const isLater =
    orderNumber === undefined
      ? openedAtMs >= sharedMs(hub, order.openedAtMs)
      : orderNumber > order.number;
  if (isLater || holderAgeMs >= hub.settings.longestDelayMs) return;
  throw new SignalingError(
    "peer-replaced",
    "a newer connection of the same user has this peer id; use that connection",
  );
}

/** Converts a time of this machine to the clock that all nodes share. */
function sharedMs({ node }: HubState, localMs: number): number {
  return localMs + node.nowMs() - Date.now();
}

async function replace(hub: HubState, holder: Session, peer: Peer): Promise<void> {
  const { joinedAtMs = 0 } = entryOf(holder) ?? {};
  const heldMs = Date.now() - joinedAtMs;
  if (heldMs < tenureMs) {
    const retryAfterMs = tenureMs - heldMs;
    throw new SignalingError(
      "rate-limited",
      `peer id ${JSON.stringify(peer.peerId)} was taken over less than ${tenureMs} ms ago; try again in ${retryAfterMs} ms`,
      { retryAfterMs },
    );
  }
  holder.connection.end({
    code: "peer-replaced",
    reason: "you were replaced by a newer connection",
  });
  await leave(hub, holder);
  const { peerId, room, socketId } = peer;
  hub.report({ type: "peer.replaced", peerId, room, socketId, gateway: holder.gateway });
}
