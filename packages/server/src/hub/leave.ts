import type { Entry } from "../cluster/directory.ts";
import type { EndingCode } from "../session-record/ending.ts";
import { endingRefusal } from "./ended-sessions.ts";
import { entryOf, type Session } from "./session.ts";
import type { HubState } from "./state.ts";

/** Grace period of a client that stated that it goes away, in milliseconds. A client that lives on reconnects at once. */
const goingAwayMs = 5_000;

export interface Leaving {
  /** Whether the leave is announced to peers on this node. Default: `true`. */
  readonly isAnnounced?: boolean;
  /** Default: `left`. */
  readonly code?: EndingCode;
}

/**
 * Ends a session. If it was a peer, its leave is announced and its id is freed. The local state changes first and the
 * directory receives the leave last, so a directory that does not respond does not prevent it.
 */
export async function leave(
  hub: HubState,
  session: Session,
  { isAnnounced = true, code = "left" }: Leaving = {},
): Promise<void> {
  const entry = entryOf(session);
  hub.local.end(session);
  if (!entry) return;
  const ending = session.resumable && hub.proofs.end(entry, code);
  reportLeft(hub, session, entry);
  // The message that caused the leave, such as a broadcast to a slow consumer, reaches the other peers first.
  await Promise.resolve();
  hub.node.directory.leave(entry, { ending, isAnnounced });
}

export function reportLeft(
  { report }: HubState,
  { gateway }: Session,
  { peer, subject }: Entry,
): void {
  const { peerId, room, socketId } = peer;
  report({ type: "peer.left", peerId, room, socketId, subject, gateway });
}

/**
 * Handles the loss of a session's connection. A resumable session becomes away and waits for its client for the grace
 * period, without an announcement. Any other session leaves.
 */
export async function lose(hub: HubState, session: Session): Promise<void> {
  const { state, resumable } = session;
  if (state.kind === "away") return;
  if (state.kind !== "peer" || !resumable) return leave(hub, session);
  session.state = { ...state, kind: "away" };
  hub.node.directory.away(state.entry);
  const { peerId, room, socketId } = state.peer;
  hub.report({ type: "peer.away", peerId, room, socketId, gateway: session.gateway });
}

/** Shortens the grace period of an away session, because its client stated that it goes away. */
export function shortenGrace({ node, settings }: HubState, { state }: Session): void {
  if (state.kind !== "away" || settings.graceMs <= goingAwayMs) return;
  node.directory.away(state.entry, goingAwayMs);
}

/** Ends a session, which no client can resume afterwards. Its client receives the reason. */
export function evict(
  hub: HubState,
  session: Session,
  code: Exclude<EndingCode, "left">,
): Promise<void> {
  session.connection.end(endingRefusal(code));
  return leave(hub, session, { code });
}
