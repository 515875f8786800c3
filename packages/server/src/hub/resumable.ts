import { createHash, timingSafeEqual } from "node:crypto";
import type { SessionClaim } from "simple-webrtc-signaling-protocol";
import { isLater, type Lineage } from "../auth/lineage.ts";

/** A session of an earlier process, as its client has proven it. */
export interface RestoredSession {
  readonly claim: SessionClaim;
  /** The lineage of the secret that was shown. */
  readonly lineage: Lineage;
  /** The beginning of the lineages of all secrets that this process issues for the session. */
  readonly continuation: Lineage;
}

/**
 * The part of a session that outlives its connections: its holder, and what a client must show to resume it. Only hashes
 * of secrets are kept.
 */
export class Resumable<Holder> {
  readonly sessionId: string;
  /** The session of its present connection, or of the last one. */
  holder: Holder;
  #attempt = -1;
  #secretHash: Buffer | undefined;
  /** Good until the next one is shown: the reply that told of that may have been lost. */
  #lastSecretHash: Buffer | undefined;
  #restoredWith: Lineage | undefined;
  #continuation: Lineage = [];
  #issued = 0;
  #graceTimer: NodeJS.Timeout | undefined;

  constructor(sessionId: string, holder: Holder, restored?: RestoredSession) {
    this.sessionId = sessionId;
    this.holder = holder;
    if (restored) this.restore(restored);
  }

  /** The lineage of the last secret that was issued; of the one that was shown, if none has been issued since. */
  get lineage(): Lineage {
    return this.#issued === 0
      ? (this.#restoredWith ?? [])
      : [...this.#continuation, this.#issued - 1];
  }

  /** Issues another secret, which counts from now on. */
  renewSecret(issue: (lineage: Lineage) => string): string {
    this.#issued += 1;
    const secret = issue(this.lineage);
    this.#lastSecretHash = this.#secretHash;
    this.#secretHash = hashOf(secret);
    return secret;
  }

  /** Whether a client that shows this may resume the session. Every attempt counts once, and none after a later one. */
  admits({ secret, attempt }: Pick<SessionClaim, "secret" | "attempt">): boolean {
    const hash = hashOf(secret);
    const isCurrent = isEqual(hash, this.#secretHash);
    if (!isCurrent && !isEqual(hash, this.#lastSecretHash)) return false;
    if (attempt <= this.#attempt) return false;
    this.#attempt = attempt;
    // A client that shows the last one never got the present one.
    if (!isCurrent) this.#secretHash = hash;
    return true;
  }

  /** Whether it was restored from an earlier process, and with an older secret than this. */
  isRestoredWithOlderThan(lineage: Lineage): boolean {
    return this.#restoredWith !== undefined && isLater(lineage, this.#restoredWith);
  }

  /** It is an earlier process's session, of which this was shown. No secret of this process counts any more. */
  restore({ claim, lineage, continuation }: RestoredSession): void {
    this.#secretHash = hashOf(claim.secret);
    this.#lastSecretHash = undefined;
    this.#attempt = claim.attempt;
    this.#restoredWith = lineage;
    this.#continuation = continuation;
    this.#issued = 0;
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
