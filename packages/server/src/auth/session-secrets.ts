import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { type Lineage, lineageOf, lineageText } from "./lineage.ts";

/** The session that a secret belongs to. */
export interface SessionPlace {
  readonly sessionId: string;
  readonly room: string;
  readonly peerId: string;
  readonly subject: string | undefined;
}

/** The content of a genuine secret. */
export interface Proof {
  readonly lineage: Lineage;
}

export interface SessionSecretsOptions {
  /** At least 32 bytes. Processes with the same key accept each other's secrets. */
  readonly key: string;
  /** The start time of the process, in milliseconds since 1970. Default: now. */
  readonly startedAtMs?: number;
}

/** Maximum length of a lineage that another process continues: the whole secret must fit the 1,024 characters of a claim. */
const mostLineageCharacters = 900;

/** The id of a process, a lineage, 128 random bits and a signature. */
const secretPattern = /^([\w-]{12})\.([\da-z,-]+)\.([\w-]{22})\.([\w-]{43})$/;

/**
 * Issues and verifies secrets that prove a session to a later process, which has no memory of it. A secret is a signature
 * (HMAC-SHA-256, RFC 2104) over the session, the place of the secret in the order of the session's secrets, and 128 random
 * bits. The session is signed but not contained, so a secret is short and discloses nothing about the session.
 */
export class SessionSecrets {
  readonly #key: Buffer;
  readonly #process = randomBytes(9).toString("base64url");
  readonly #startedAtMs: number;

  constructor({ key, startedAtMs = Date.now() }: SessionSecretsOptions) {
    // A derived key (RFC 5869), so that these signatures are never valid for another purpose.
    this.#key = Buffer.from(hkdfSync("sha256", key, "", "simple-webrtc-signaling session", 32));
    this.#startedAtMs = startedAtMs;
  }

  /** Returns a secret. `nonce` are its random bits, by which a secret is recognized without its lineage. */
  issue(place: SessionPlace, lineage: Lineage, nonce = newNonce()): string {
    const head = `${this.#process}.${lineageText(lineage)}.${nonce}`;
    return `${head}.${this.#sign(head, place)}`;
  }

  /** Verifies a secret of any process with this key. Returns `undefined` if it does not belong to the session. */
  proofOf(secret: string, place: SessionPlace): Proof | undefined {
    const [, process = "", lineage = "", nonce = "", signature = ""] =
      secretPattern.exec(secret) ?? [];
    if (!isEqual(signature, this.#sign(`${process}.${lineage}.${nonce}`, place))) return undefined;
    return { lineage: lineageOf(lineage) };
  }

  /**
   * Returns the prefix of the lineages that this process issues for a session of an earlier process. Returns `undefined` if
   * the lineages would be too long, which takes at least 64 processes in a row.
   */
  continuationOf(lineage: Lineage): Lineage | undefined {
    const continued = [...lineage, -this.#startedAtMs];
    return lineageText(continued).length > mostLineageCharacters ? undefined : continued;
  }

  #sign(head: string, { sessionId, room, peerId, subject }: SessionPlace): string {
    const text = JSON.stringify([head, sessionId, room, peerId, subject ?? null]);
    return createHmac("sha256", this.#key).update(text).digest("base64url");
  }
}

/** Returns 128 random bits as text. */
export function newNonce(): string {
  return randomBytes(16).toString("base64url");
}

/** Returns the random bits of a secret; `undefined` if the text has another form. */
export function nonceOf(secret: string): string | undefined {
  return secretPattern.exec(secret)?.[3];
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
