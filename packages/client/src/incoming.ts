import type {
  Envelope,
  ErrorCode,
  IceServer,
  IceServersValue,
  Notice,
  PresenceBatch,
  ReadyValue,
  RefreshValue,
  Refusal,
  ResumableSession,
  RoomPeer,
  Roster,
} from "simple-webrtc-signaling-protocol";
import { isRecord } from "./signal.ts";

/**
 * What a server sends, parsed once. Anybody may listen at an address and send anything: what has another shape is
 * `undefined`, and is ignored. By hand, because a schema library would weigh more than the rest of the client.
 */

/** The longest time that a server can make this client wait, in milliseconds. */
const longestWaitMs = 300_000;

export function refusalOf(value: unknown): Refusal | undefined {
  if (!isRecord(value)) return undefined;
  const { code, reason, retryAfterMs } = value;
  if (!isText(code) || !isText(reason)) return undefined;
  // A code that a later version has added counts, too.
  const refusal = { code: code as ErrorCode, reason };
  return isNumber(retryAfterMs) ? { ...refusal, retryAfterMs: waitOf(retryAfterMs) } : refusal;
}

/** An acknowledgement: the value, or a refusal. */
export function replyOf(
  answer: unknown,
): { readonly ok: true; readonly value: unknown } | ({ readonly ok: false } & Refusal) | undefined {
  if (!isRecord(answer)) return undefined;
  if (answer["ok"] === true) return { ok: true, value: answer["value"] };
  const refusal = refusalOf(answer);
  return refusal && { ok: false, ...refusal };
}

export function envelopeOf(value: unknown): Envelope | undefined {
  if (!isRecord(value) || !isText(value["from"]) || !isOptional(isText, value["fromSession"])) {
    return undefined;
  }
  const { action, target } = value;
  const isPresence = action === "open" || action === "close";
  const isMessage = isText(target) && Object.hasOwn(value, "message");
  return isPresence || isMessage ? (value as unknown as Envelope) : undefined;
}

export function presenceBatchOf(value: unknown): PresenceBatch | undefined {
  if (!isRecord(value)) return undefined;
  const { revision, joined, left } = value;
  const isBatch = isNumber(revision) && isListOf(isSession, joined) && isListOf(isSession, left);
  return isBatch && joined.every(isRoomPeer) ? (value as unknown as PresenceBatch) : undefined;
}

export function rosterOf(value: unknown): Roster | undefined {
  if (!isRecord(value)) return undefined;
  const { revision, peers } = value;
  return isNumber(revision) && isListOf(isRoomPeer, peers) ? { revision, peers } : undefined;
}

/** As much of it as this client uses. A server of an earlier version tells only of `peers`. */
export type Readiness = Pick<ReadyValue, "session" | "expiresAtMs" | "gatheringMs"> &
  Required<Pick<ReadyValue, "peers" | "revision" | "isResumed" | "iceServers">>;

export function readinessOf(value: unknown): Readiness | undefined {
  const roster = isRecord(value) ? rosterOf({ revision: 0, ...value }) : undefined;
  if (!roster || !isRecord(value)) return undefined;
  const { session, gatheringMs, isResumed } = value;
  return {
    ...roster,
    ...expiryOf(value),
    ...(isResumable(session) ? { session } : {}),
    ...(isNumber(gatheringMs) ? { gatheringMs: waitOf(gatheringMs) } : {}),
    iceServers: iceServersOf(value) ?? [],
    isResumed: isResumed === true,
  };
}

export function expiryOf(value: unknown): RefreshValue {
  const expiresAtMs = isRecord(value) ? value["expiresAtMs"] : undefined;
  return isNumber(expiresAtMs) ? { expiresAtMs } : {};
}

/** Those that an `RTCPeerConnection` accepts: of one that it does not, there would be no connection at all. */
export function iceServersOf(value: unknown): IceServersValue["iceServers"] | undefined {
  const servers = isRecord(value) ? value["iceServers"] : undefined;
  return Array.isArray(servers) ? servers.filter(isIceServer) : undefined;
}

export function noticeOf(value: unknown): Notice | undefined {
  return isRecord(value) && isText(value["text"]) ? { text: value["text"] } : undefined;
}

/** In how many milliseconds to leave a server that stops. */
export function drainMsOf(value: unknown): number | undefined {
  const retryAfterMs = isRecord(value) ? value["retryAfterMs"] : undefined;
  return isNumber(retryAfterMs) ? waitOf(retryAfterMs) : undefined;
}

/** A time that a server asks for, as far as it is obeyed. */
export function waitOf(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 0), longestWaitMs);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** JSON has no others, but for those too large for a number. */
export function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function isOptional(is: (value: unknown) => boolean, value: unknown): boolean {
  return value === undefined || is(value);
}

function isListOf<Item>(is: (value: unknown) => value is Item, value: unknown): value is Item[] {
  return Array.isArray(value) && value.every(is);
}

function isSession(value: unknown): value is PresenceBatch["left"][number] {
  return isRecord(value) && isText(value["peerId"]) && isText(value["sessionId"]);
}

function isRoomPeer(value: unknown): value is RoomPeer {
  if (!isRecord(value)) return false;
  const { peerId, socketId, sessionId } = value;
  return isText(peerId) && isText(socketId) && isOptional(isText, sessionId);
}

function isResumable(value: unknown): value is ResumableSession {
  return isRecord(value) && isText(value["id"]) && isText(value["secret"]);
}

function isIceServer(value: unknown): value is IceServer {
  if (!isRecord(value)) return false;
  const { username, credential } = value;
  const urls = [value["urls"]].flat();
  const isTurn = urls.some((url) => /^turn/.test(String(url)));
  const isUsable = urls.length > 0 && urls.every((url) => /^(stun|turn)s?:\S+$/.test(String(url)));
  return isUsable && (!isTurn || (isText(username) && isText(credential)));
}
