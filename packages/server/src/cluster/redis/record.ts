import type { Claim, Entry, EntryState, Peer, StoredProof } from "../directory.ts";
import type { RedisClock } from "./clock.ts";

/** The states of an entry as a digit, in this order from 1. */
const states: readonly EntryState[] = ["plain", "resumable", "away"];

/** The number of fields before the data that the peer gave itself. */
const fieldCount = 15;

/** Bounds of what is read from Redis, in UTF-16 units. */
const mostCharacters = { field: 1_024, name: 256 };

const digits = /^\d{1,16}$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they separate fields, so no field contains them.
const control = /[\u0000-\u001f]/;

export function isName(text: string | undefined): text is string {
  return (
    text !== undefined &&
    text.length > 0 &&
    text.length <= mostCharacters.name &&
    !control.test(text)
  );
}

/** Returns a number of Redis; `undefined` if the text is none. */
export function numberIn(text: string | undefined): number | undefined {
  const number = text !== undefined && digits.test(text) ? Number(text) : undefined;
  return Number.isSafeInteger(number) ? number : undefined;
}

/** Returns the subject as a field: empty without one. */
export function subjectField(subject: string | undefined): string {
  return subject === undefined ? "" : JSON.stringify(subject);
}

/** Returns the record of an entry. Its place in the order of joins is the store's to know. */
export function recordOf(entry: Entry, clock: RedisClock): string {
  const { node, generation, state, awayUntilMs } = entry;
  const untilMs = state === "away" ? Math.round(clock.toRedisMs(awayUntilMs)) : 0;
  return recordText(entry, { node, generation, state, untilMs });
}

/** Returns the record of a peer that claims its id. The store adds its generation. */
export function claimRecord(claim: Claim, node: string): string {
  const state = claim.proof ? "resumable" : "plain";
  return recordText(claim, { node, generation: 0, state, untilMs: 0 });
}

interface Place extends Pick<Entry, "node" | "generation" | "state"> {
  readonly untilMs: number;
}

function recordText(
  { peer, subject, joinedAtMs, proof }: Pick<Entry, "peer" | "subject" | "joinedAtMs" | "proof">,
  { node, generation, state, untilMs }: Place,
): string {
  const { attempt = -1, hash = "", lastHash = "", issued = 0, restored } = proof ?? {};
  const { from = "", continuation = "" } = restored ?? {};
  const { sessionId, socketId, metadata, joinId } = peer;
  const digit = states.indexOf(state) + 1;
  const place = `${generation}\t0\t${node}\t${sessionId}\t${socketId}\t${digit}\t${untilMs}`;
  const session = `${attempt}\t${hash}\t${lastHash}\t${issued}\t${from}\t${continuation}`;
  const own = JSON.stringify({ metadata, joinId });
  return `${place}\t${session}\t${joinedAtMs}\t${subjectField(subject)}\n${own}`;
}

/** An entry with its place in the order of joins. */
export interface Placed {
  readonly entry: Entry;
  readonly order: number;
}

interface Source {
  readonly room: string;
  readonly peerId: string;
  readonly record: string;
}

/**
 * Returns the entry of a record; `undefined` if the text is none. Every event contains a record, so no object is copied: in V8
 * a copy with other members takes about 4 µs.
 */
export function entryIn({ room, peerId, record }: Source, clock: RedisClock): Placed | undefined {
  const end = record.indexOf("\n");
  const fields = end < 0 ? [] : record.slice(0, end).split("\t");
  if (fields.length !== fieldCount || !isName(room) || !isName(peerId)) return undefined;
  if (fields.some(({ length }) => length > mostCharacters.field)) return undefined;
  const [generationField, orderField, node, sessionId, socketId, digit, untilField, ...rest] =
    fields;
  const generation = numberIn(generationField);
  const order = numberIn(orderField);
  const untilMs = numberIn(untilField);
  const joinedAtMs = numberIn(fields.at(-2));
  if (generation === undefined || order === undefined) return undefined;
  if (untilMs === undefined || joinedAtMs === undefined) return undefined;
  const state = states[Number(digit) - 1];
  const proof = proofIn(rest);
  const subject = subjectIn(fields.at(-1));
  const peer = peerIn({ room, peerId, sessionId, socketId, own: record.slice(end + 1) });
  if (!isName(node) || !state || proof === "invalid" || subject === null) return undefined;
  if (!peer) return undefined;
  const awayUntilMs = state === "away" ? clock.toLocalMs(untilMs) : 0;
  const entry: Entry = {
    peer,
    node,
    generation,
    state,
    awayUntilMs,
    subject,
    joinedAtMs,
    proof: state === "plain" ? undefined : proof,
  };
  return { order, entry };
}

interface PeerSource extends Omit<Source, "record"> {
  readonly sessionId: string | undefined;
  readonly socketId: string | undefined;
  /** The data that the peer gave itself, as JSON. */
  readonly own: string;
}

function peerIn({ room, peerId, sessionId, socketId, own }: PeerSource): Peer | undefined {
  const data = jsonIn(own);
  if (!sessionId || !socketId || typeof data !== "object" || data === null) return undefined;
  const metadata: unknown = Reflect.get(data, "metadata");
  const joinId: unknown = Reflect.get(data, "joinId");
  return typeof joinId === "string"
    ? { peerId, room, sessionId, socketId, metadata, joinId }
    : { peerId, room, sessionId, socketId, metadata };
}

/** Returns `null` if the field is no subject. */
function subjectIn(field = ""): string | undefined | null {
  if (field === "") return undefined;
  const subject = jsonIn(field);
  return typeof subject === "string" ? subject : null;
}

function proofIn(fields: readonly string[]): StoredProof | "invalid" {
  const [attempt = "", hash = "", lastHash, issued = "", from, continuation = ""] = fields;
  if (!/^-?\d{1,16}$/.test(attempt) || !digits.test(issued)) return "invalid";
  return {
    hash,
    lastHash: lastHash === "" ? undefined : lastHash,
    attempt: Number(attempt),
    issued: Number(issued),
    restored: from ? { from, continuation } : undefined,
  };
}

/** Returns the entries of peer ids and records, in the order in which the peers joined. Skips what is no record. */
export function entriesIn(
  room: string,
  pairs: readonly string[],
  clock: RedisClock,
): readonly Entry[] {
  const placed: Placed[] = [];
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    const source = { room, peerId: pairs[index] ?? "", record: pairs[index + 1] ?? "" };
    const entry = entryIn(source, clock);
    if (entry) placed.push(entry);
  }
  return placed.sort((one, other) => one.order - other.order).map(({ entry }) => entry);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
