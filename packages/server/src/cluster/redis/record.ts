import type { Entry, EntryState, Peer, StoredProof } from "../directory.ts";
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

export function stateDigit(state: EntryState): string {
  return String(states.indexOf(state) + 1);
}

/** Returns the fields of a proof: attempt, hash, last hash, number of secrets, and the data of a restored session. */
export function proofFields(proof: StoredProof | undefined): readonly string[] {
  const { attempt = -1, hash = "", lastHash = "", issued = 0, restored } = proof ?? {};
  const { from = "", continuation = "" } = restored ?? {};
  return [String(attempt), hash, lastHash, String(issued), from, continuation];
}

/** Returns the data that a peer gave itself, as JSON. */
export function ownDataText({ metadata, joinId }: Pick<Peer, "metadata" | "joinId">): string {
  return JSON.stringify({ metadata, joinId });
}

/** Returns the record of an entry. Its place in the order of joins is the store's to know. */
export function recordOf(entry: Entry, clock: RedisClock): string {
  const { peer, node, generation, state, awayUntilMs, subject, joinedAtMs, proof } = entry;
  const untilMs = state === "away" ? Math.round(clock.toRedisMs(awayUntilMs)) : 0;
  const fields = [
    String(generation),
    "0",
    node,
    peer.sessionId,
    peer.socketId,
    stateDigit(state),
    String(untilMs),
    ...proofFields(proof),
    String(joinedAtMs),
    subjectField(subject),
  ];
  return `${fields.join("\t")}\n${ownDataText(peer)}`;
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

/** Returns the entry of a record; `undefined` if the text is none. */
export function entryIn({ room, peerId, record }: Source, clock: RedisClock): Placed | undefined {
  const end = record.indexOf("\n");
  const fields = end < 0 ? [] : record.slice(0, end).split("\t");
  if (fields.length !== fieldCount || !isName(room) || !isName(peerId)) return undefined;
  if (fields.some(({ length }) => length > mostCharacters.field)) return undefined;
  const [, , node, sessionId, socketId, digit, , ...rest] = fields;
  const numbers = numbersIn(fields);
  const state = states[Number(digit) - 1];
  const proof = proofIn(rest);
  const subject = subjectIn(fields.at(-1));
  const tail = jsonIn(record.slice(end + 1));
  if (!isName(node) || !sessionId || !socketId) return undefined;
  if (!numbers || !state || proof === "invalid" || subject === "invalid") return undefined;
  if (typeof tail !== "object" || tail === null) return undefined;
  const metadata: unknown = Reflect.get(tail, "metadata");
  const joinId: unknown = Reflect.get(tail, "joinId");
  const { order, untilMs, ...times } = numbers;
  return {
    order,
    entry: {
      peer: {
        peerId,
        room,
        sessionId,
        socketId,
        metadata,
        ...(typeof joinId === "string" ? { joinId } : {}),
      },
      node,
      ...times,
      state,
      awayUntilMs: state === "away" ? clock.toLocalMs(untilMs) : 0,
      ...subject,
      proof: state === "plain" ? undefined : proof,
    },
  };
}

function numbersIn(fields: readonly string[]) {
  const [generation, order, untilMs, joinedAtMs] = [
    fields[0],
    fields[1],
    fields[6],
    fields.at(-2),
  ].map(numberIn);
  if (generation === undefined || order === undefined) return undefined;
  if (untilMs === undefined || joinedAtMs === undefined) return undefined;
  return { generation, order, untilMs, joinedAtMs };
}

function subjectIn(field = ""): Pick<Entry, "subject"> | "invalid" {
  if (field === "") return { subject: undefined };
  const subject = jsonIn(field);
  return typeof subject === "string" ? { subject } : "invalid";
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
