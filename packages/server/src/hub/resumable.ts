import { createHash, timingSafeEqual } from "node:crypto";
import type { SessionClaim } from "simple-webrtc-signaling-protocol";
import { isLater, type Lineage } from "../auth/lineage.ts";

/** A session of an earlier process, which its client has proven. */
export interface RestoredSession {
  readonly claim: SessionClaim;
  /** The lineage of the claim's secret. */
  readonly lineage: Lineage;
  /** The prefix of the lineages of all secrets that this process issues for the session. */
  readonly continuation: Lineage;
}

/**
 * The part of a session that outlives its connections: its holder, and the hashes of the secrets with which a client can
 * resume it.
 */
export class Resumable<Holder> {
  readonly sessionId: string;
  /** The session of the present connection, or of the last one. */
  holder: Holder;
  #attempt = -1;
  #secretHash: Buffer | undefined;
  /** Stays valid until the client shows the next secret, because the reply with that secret may have been lost. */
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

  /** Returns the lineage of the last issued secret; if this process has issued none, that of the claim's secret. */
  get lineage(): Lineage {
    return this.#issued === 0
      ? (this.#restoredWith ?? [])
      : [...this.#continuation, this.#issued - 1];
  }

  /** Issues a new secret. */
  renewSecret(issue: (lineage: Lineage) => string): string {
    this.#issued += 1;
    const secret = issue(this.lineage);
    this.#lastSecretHash = this.#secretHash;
    this.#secretHash = hashOf(secret);
    return secret;
  }

  /** Returns whether a claim may resume the session. Each attempt number is accepted once, and only in ascending order. */
  admits({ secret, attempt }: Pick<SessionClaim, "secret" | "attempt">): boolean {
    const hash = hashOf(secret);
    const isCurrent = isEqual(hash, this.#secretHash);
    if (!isCurrent && !isEqual(hash, this.#lastSecretHash)) return false;
    if (attempt <= this.#attempt) return false;
    this.#attempt = attempt;
    // A client that shows the last secret has not received the present one.
    if (!isCurrent) this.#secretHash = hash;
    return true;
  }

  /** Returns whether the session was restored from an earlier process with an older secret than this one. */
  isRestoredWithOlderThan(lineage: Lineage): boolean {
    return this.#restoredWith !== undefined && isLater(lineage, this.#restoredWith);
  }

  /** Restores the session of an earlier process from a claim. Earlier secrets of this process become invalid. */
  restore({ claim, lineage, continuation }: RestoredSession): void {
    this.#secretHash = hashOf(claim.secret);
    this.#lastSecretHash = undefined;
    this.#attempt = claim.attempt;
    this.#restoredWith = lineage;
    this.#continuation = continuation;
    this.#issued = 0;
  }

  waitFor(milliseconds: number, expired: () => void): void {
    clearTimeout(this.#graceTimer);
    this.#graceTimer = setTimeout(expired, milliseconds);
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
