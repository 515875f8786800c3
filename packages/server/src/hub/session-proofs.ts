import { createHash } from "node:crypto";
import { type Refusal, type SessionClaim, SignalingError } from "simple-webrtc-signaling-protocol";
import type { Identity } from "../auth/identity.ts";
import { isLater, type Lineage, lineageOf, lineageText } from "../auth/lineage.ts";
import { newNonce, nonceOf, type Proof, type SessionSecrets } from "../auth/session-secrets.ts";
import type { Entry, Peer, RestoredProof, StoredProof } from "../cluster/directory.ts";
import type { EndingCode } from "../session-record/ending.ts";
import { type EndedSessions, type EndingLineage, sessionLost } from "./ended-sessions.ts";

/** The random bits of a secret that is issued when its session has joined or moved. */
export interface NewSecret {
  readonly nonce: string;
  readonly hash: string;
}

/** A session of an earlier process, which its client has proven. */
export interface RestoredSession {
  readonly claim: SessionClaim;
  readonly restored: RestoredProof;
}

export interface SessionProofsOptions {
  readonly secrets: SessionSecrets;
  readonly ended: EndedSessions;
  /** Returns the time until which sessions of earlier processes can be resumed, in milliseconds since 1970. */
  readonly gatheringEndsAtMs: () => number;
}

/** Issues the secrets of sessions, and decides which claims prove a session. */
export class SessionProofs {
  readonly #secrets: SessionSecrets;
  readonly #ended: EndedSessions;
  readonly #gatheringEndsAtMs: () => number;

  constructor({ secrets, ended, gatheringEndsAtMs }: SessionProofsOptions) {
    this.#secrets = secrets;
    this.#ended = ended;
    this.#gatheringEndsAtMs = gatheringEndsAtMs;
  }

  /** The time for which sessions of earlier processes can still be resumed, in milliseconds; negative if it is over. */
  get gatheringMs(): number {
    return this.#gatheringEndsAtMs() - Date.now();
  }

  newSecret(): NewSecret {
    const nonce = newNonce();
    return { nonce, hash: hashOf(nonce) };
  }

  /** Returns the hash of a shown secret. A text of another form has a hash that no secret has. */
  shownHash(secret: string): string {
    const nonce = nonceOf(secret);
    return nonce === undefined ? "" : hashOf(nonce);
  }

  /** Returns what the directory keeps of a session that begins or is restored. */
  storedProof({ hash }: NewSecret, restored?: RestoredSession): StoredProof {
    return {
      hash,
      lastHash: restored && this.shownHash(restored.claim.secret),
      attempt: restored?.claim.attempt ?? -1,
      issued: 1,
      restored: restored?.restored,
    };
  }

  /** Issues the last secret of a session. */
  issue({ peer, subject, proof }: Entry, { nonce }: NewSecret): string {
    const { sessionId, room, peerId } = peer;
    return this.#secrets.issue({ sessionId, room, peerId, subject }, lineageIn(proof), nonce);
  }

  /** Verifies the secret of a claim without the directory. Refuses with `session-lost`. */
  verify(claim: SessionClaim, { room, peerId }: Place, { subject }: Identity): Proof {
    const proof = this.#secrets.proofOf(claim.secret, {
      sessionId: claim.id,
      room,
      peerId,
      subject,
    });
    if (!proof) throw lost();
    return proof;
  }

  /** Restores a session that the directory has lost. Refuses all claims after the gathering period. */
  restore(claim: SessionClaim, { lineage }: Proof): RestoredSession {
    const continuation = this.#secrets.continuationOf(lineage);
    if (!continuation || this.gatheringMs <= 0) throw lost();
    const restored = { from: lineageText(lineage), continuation: lineageText(continuation) };
    return { claim, restored };
  }

  /**
   * Returns whether a secret is later than every secret that the directory knows of a session: then the directory has lost
   * its last record. Secrets that other processes issued after the session was restored count by their own order.
   */
  isLater({ proof }: Entry, { lineage }: Proof): boolean {
    const { from, continuation } = proof?.restored ?? {};
    const isOther = continuation !== undefined && !startsWith(lineage, lineageOf(continuation));
    return isLater(lineage, isOther && from !== undefined ? lineageOf(from) : lineageIn(proof));
  }

  /**
   * Returns the refusal of a proven claim if its session has ended in this or an earlier process, or on another node with
   * the text of {@link end}.
   */
  endingRefusal(
    sessionId: string,
    { lineage }: Proof,
    text: string | undefined,
  ): Refusal | undefined {
    return this.#ended.refusalOf(
      sessionId,
      lineage,
      text === undefined ? undefined : endingIn(text),
    );
  }

  /** Records the end of a session, and returns its ending as text for the directory. */
  end({ peer, proof }: Entry, code: EndingCode): string {
    const lineage = lineageIn(proof);
    this.#ended.add(peer.sessionId, { code, lineage });
    return endingText({ code, lineage });
  }

  close(): void {
    this.#ended.close();
  }
}

interface Place extends Pick<Peer, "room" | "peerId"> {}

/** Returns the refusal of a claim that gives no right to a session. */
export function lost(): SignalingError {
  return new SignalingError(sessionLost.code, sessionLost.reason);
}

/** Returns the ending of all sessions of a closed room, as text for the directory. */
export const roomClosed = endingText({ code: "room-closed", lineage: [] });

function endingText({ code, lineage }: EndingLineage): string {
  return `${code} ${lineageText(lineage)}`;
}

function endingIn(text: string): EndingLineage {
  const [code = "left", lineage = ""] = text.split(" ");
  return { code: code as EndingCode, lineage: lineage === "" ? [] : lineageOf(lineage) };
}

/** Returns the lineage of the last issued secret of a session. */
function lineageIn(proof: StoredProof | undefined): Lineage {
  const { restored, issued = 1 } = proof ?? {};
  return [...(restored ? lineageOf(restored.continuation) : []), issued - 1];
}

function startsWith(lineage: Lineage, prefix: Lineage): boolean {
  return prefix.every((number, index) => lineage[index] === number);
}

function hashOf(nonce: string): string {
  return createHash("sha256").update(nonce).digest("base64url");
}
