import { createHash, timingSafeEqual } from "node:crypto";

/**
 * What of a session outlives its connections: whose it is now, and what it takes to go on with it. Of the secret only
 * a hash is kept.
 */
export class Resumable<Holder> {
  readonly sessionId: string;
  /** The session of its present connection, or of the last one. */
  holder: Holder;
  #attempt = -1;
  #secretHash: Buffer | undefined;
  /** Good until the next one is shown: the reply that told of that may have been lost. */
  #lastSecretHash: Buffer | undefined;
  #graceTimer: NodeJS.Timeout | undefined;

  constructor(sessionId: string, holder: Holder) {
    this.sessionId = sessionId;
    this.holder = holder;
  }

  /** From now on this secret counts. */
  rotate(secret: string): void {
    this.#lastSecretHash = this.#secretHash;
    this.#secretHash = hashOf(secret);
  }

  /** Whether a client that shows this may go on with the session. Every attempt counts once, and none after a later one. */
  admits({ secret, attempt }: { readonly secret: string; readonly attempt: number }): boolean {
    const hash = hashOf(secret);
    const isCurrent = isEqual(hash, this.#secretHash);
    if (!isCurrent && !isEqual(hash, this.#lastSecretHash)) return false;
    if (attempt <= this.#attempt) return false;
    this.#attempt = attempt;
    // Whoever shows the last one never got the present one.
    if (!isCurrent) this.#secretHash = hash;
    return true;
  }

  /** It was another process's, to which this was shown. */
  recall({ secret, attempt }: { readonly secret: string; readonly attempt: number }): void {
    this.#secretHash = hashOf(secret);
    this.#attempt = attempt;
  }

  waitFor(milliseconds: number, over: () => void): void {
    clearTimeout(this.#graceTimer);
    this.#graceTimer = setTimeout(over, milliseconds);
  }

  stopWaiting(): void {
    clearTimeout(this.#graceTimer);
  }
}

function hashOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

function isEqual(hash: Buffer, kept: Buffer | undefined): boolean {
  return kept !== undefined && timingSafeEqual(hash, kept);
}
