/**
 * Every code a refusal can carry. The list is closed: a client may switch over it, and a code
 * never changes its meaning.
 */
export const errorCodes = [
  "bad-message",
  "bad-peer-id",
  "peer-id-taken",
  "peer-not-found",
  "peer-away",
  "peer-replaced",
  "forbidden",
  "rate-limited",
  "too-large",
  "too-deep",
  "room-full",
  "not-ready",
  "session-lost",
  "unavailable",
  "internal",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** An answered "no": a stable code for programs and a sentence for people. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly reason: string;
}

/** A refusal, thrown. Whoever answers the client turns it into a {@link Refusal}. */
export class SignalingError extends Error implements Refusal {
  override readonly name = "SignalingError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.code = code;
  }

  get reason(): string {
    return this.message;
  }
}
