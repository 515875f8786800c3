import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** What a secret says of the session it belongs to. */
export interface SessionPlace {
  readonly sessionId: string;
  readonly room: string;
  readonly peerId: string;
  readonly subject: string | undefined;
}

export interface SessionSecretsOptions {
  /** 32 bytes or more; processes with the same key take each other's secrets. */
  readonly key: string;
}

const payload = z.object({
  process: z.string(),
  sessionId: z.string(),
  room: z.string(),
  peerId: z.string(),
  subject: z.string().optional(),
});

/**
 * Secrets that prove a session even to a process that has no memory of it, because the one that had ended: what it
 * is of, 128 random bits, and a signature over that (HMAC-SHA-256, RFC 2104).
 */
export class SessionSecrets {
  readonly #key: Buffer;
  readonly #process = randomBytes(9).toString("base64url");

  constructor({ key }: SessionSecretsOptions) {
    // A key of its own (RFC 5869), so that what is signed here is never taken for anything else.
    this.#key = Buffer.from(hkdfSync("sha256", key, "", "simple-webrtc-signaling session", 32));
  }

  issue(place: SessionPlace): string {
    const nonce = randomBytes(16).toString("base64url");
    const text = JSON.stringify({ ...place, process: this.#process, nonce });
    const body = Buffer.from(text).toString("base64url");
    return `${body}.${this.#sign(body)}`;
  }

  /** What a secret of an earlier process says; `undefined` for one of this process, and for what is none. */
  placeOfEarlier(secret: string): SessionPlace | undefined {
    const [body = "", signature = ""] = secret.split(".");
    if (!isEqual(signature, this.#sign(body))) return undefined;
    const { process, subject, ...place } = payload.parse(
      JSON.parse(Buffer.from(body, "base64url").toString()),
    );
    return process === this.#process ? undefined : { ...place, subject };
  }

  #sign(body: string): string {
    return createHmac("sha256", this.#key).update(body).digest("base64url");
  }
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
