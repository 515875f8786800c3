import type {
  Envelope,
  IceServer,
  Notice,
  PresenceBatch,
  ReadyValue,
  ResumableSession,
  RoomPeer,
  Roster,
} from "simple-webrtc-signaling-protocol";
import { fieldsOf, isNumber, isText, waitOf } from "../transport/parsing.ts";

/**
 * Parsers for data from a server, which may be any program and send anything. They return `undefined` for a wrong shape, which
 * the client ignores. They are written by hand, because a schema library would be larger than the rest of the client.
 */

export function envelopeOf(envelope: unknown): Envelope | undefined {
  const { from, fromSession, target, action, message } = fieldsOf(envelope);
  const isPresence = action === "open" || action === "close";
  const isMessage = isText(target) && message !== undefined && isOptionalText(fromSession);
  return isText(from) && (isPresence || isMessage) ? (envelope as Envelope) : undefined;
}

export function presenceBatchOf(batch: unknown): PresenceBatch | undefined {
  const { revision, joined, left } = fieldsOf(batch);
  const isBatch =
    isNumber(revision) &&
    isListOf(isRoomPeer, joined) &&
    [joined, left].every((peers) => isListOf(isSession, peers));
  return isBatch ? (batch as PresenceBatch) : undefined;
}

export function rosterOf(roster: unknown): Roster | undefined {
  const { revision, peers } = fieldsOf(roster);
  return isNumber(revision) && isListOf(isRoomPeer, peers) ? { revision, peers } : undefined;
}

/** The fields of the reply to `ready` that this client uses. */
export type Readiness = Pick<ReadyValue, "session" | "expiresAtMs" | "gatheringMs"> & {
  readonly countsOutcomes: boolean;
} & Required<Pick<ReadyValue, "peers" | "revision" | "isResumed" | "iceServers">>;

/** Parses the reply to `ready`. A server of an earlier version sends only `peers`. */
export function readinessOf(value: unknown): Readiness | undefined {
  const { session, gatheringMs, isResumed, countsOutcomes, ...fields } = fieldsOf(value);
  const roster = rosterOf({ revision: 0, ...fields });
  return (
    roster && {
      ...roster,
      ...expiryOf(value),
      ...(isResumable(session) ? { session } : {}),
      ...(isNumber(gatheringMs) ? { gatheringMs: waitOf(gatheringMs) } : {}),
      iceServers: iceServersOf(value) ?? [],
      isResumed: isResumed === true,
      countsOutcomes: countsOutcomes === true,
    }
  );
}

export function expiryOf(value: unknown): Pick<ReadyValue, "expiresAtMs"> {
  const { expiresAtMs } = fieldsOf(value);
  return isNumber(expiresAtMs) ? { expiresAtMs } : {};
}

/** Parses ICE servers. Skips invalid ones, because the constructor of `RTCPeerConnection` would throw. */
export function iceServersOf(value: unknown): readonly IceServer[] | undefined {
  const { iceServers } = fieldsOf(value);
  return Array.isArray(iceServers) ? iceServers.filter(isIceServer) : undefined;
}

export function noticeOf(notice: unknown): Notice | undefined {
  const { text } = fieldsOf(notice);
  return isText(text) ? { text } : undefined;
}

/** Parses a drain. Returns the milliseconds after which to leave the server. */
export function drainMsOf(drain: unknown): number | undefined {
  const { retryAfterMs } = fieldsOf(drain);
  return isNumber(retryAfterMs) ? waitOf(retryAfterMs) : undefined;
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || isText(value);
}

function isListOf<Item>(is: (value: unknown) => value is Item, value: unknown): value is Item[] {
  return Array.isArray(value) && value.every(is);
}

function isSession(value: unknown): value is PresenceBatch["left"][number] {
  const { peerId, sessionId } = fieldsOf(value);
  return isText(peerId) && isText(sessionId);
}

function isRoomPeer(value: unknown): value is RoomPeer {
  const { peerId, socketId, sessionId, joinId } = fieldsOf(value);
  return isText(peerId) && isText(socketId) && [sessionId, joinId].every(isOptionalText);
}

function isResumable(value: unknown): value is ResumableSession {
  const { id, secret } = fieldsOf(value);
  return isText(id) && isText(secret);
}

function isIceServer(value: unknown): value is IceServer {
  const { urls, username, credential } = fieldsOf(value);
  const all = [urls].flat().map(String);
  const hasCredential = isText(username) && isText(credential);
  const scheme = hasCredential ? /^(stun|turn)s?:\S/ : /^stuns?:\S/;
  return all.length > 0 && all.every((url) => scheme.test(url));
}
