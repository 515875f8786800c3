import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { type Lineage, lineageOf, lineageText } from "./lineage.ts";

/** The session that a secret belongs to. */
export interface SessionPlace {
  readonly sessionId: string;
  readonly room: string;
  readonly peerId: string;
  readonly subject: string | undefined;
}

/** A secret that was shown, and is genuine. */
export interface Proof {
  readonly lineage: Lineage;
  readonly isOfThisProcess: boolean;
}

export interface SessionSecretsOptions {
  /** 32 bytes or more; processes with the same key take each other's secrets. */
  readonly key: string;
  /** In milliseconds since 1970. Default: now. */
  readonly startedAtMs?: number;
}

/** The longest lineage that another process continues: with the rest of a secret it fits the 1,024 characters of a claim. */
const mostLineageCharacters = 900;

/** The id of a process, a lineage, 128 random bits and a signature. */
const secretPattern = /^([\w-]{12})\.([\da-z,-]+)\.([\w-]{22})\.([\w-]{43})$/;

/**
 * Secrets that prove a session even to a process that has no memory of it, because the one that issued them has ended:
 * a signature (HMAC-SHA-256, RFC 2104) over the session, the secret's place in the order of its secrets, and 128 random
 * bits. The session is signed but not contained, so a secret is short and says nothing of it.
 */
export class SessionSecrets {
  readonly #key: Buffer;
  readonly #process = randomBytes(9).toString("base64url");
  readonly #startedAtMs: number;

  constructor({ key, startedAtMs = Date.now() }: SessionSecretsOptions) {
    // A key of its own (RFC 5869), so that what is signed here is never taken for anything else.
    this.#key = Buffer.from(hkdfSync("sha256", key, "", "simple-webrtc-signaling session", 32));
    this.#startedAtMs = startedAtMs;
  }

  issue(place: SessionPlace, lineage: Lineage): string {
    const nonce = randomBytes(16).toString("base64url");
    const head = `${this.#process}.${lineageText(lineage)}.${nonce}`;
    return `${head}.${this.#sign(head, place)}`;
  }

  /** Returns what a secret proves, by whatever process it was issued; `undefined` if it is not one of that session. */
  proofOf(secret: string, place: SessionPlace): Proof | undefined {
    const [, process = "", lineage = "", nonce = "", signature = ""] =
      secretPattern.exec(secret) ?? [];
    if (!isEqual(signature, this.#sign(`${process}.${lineage}.${nonce}`, place))) return undefined;
    return { lineage: lineageOf(lineage), isOfThisProcess: process === this.#process };
  }

  /**
   * Returns the beginning of the lineages of secrets that this process issues for a session which was proven with a
   * secret of an earlier one; `undefined` if they would be too long, after at least 64 processes in a row.
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

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
