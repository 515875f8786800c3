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
  "token-expired",
  "slow-consumer",
  "kicked",
  "room-closed",
  "unavailable",
  "internal",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** An answered "no": a stable code for programs and a sentence for people. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly reason: string;
  /** With `rate-limited`: when the same would be accepted, in milliseconds from now. */
  readonly retryAfterMs?: number;
}

export interface SignalingErrorOptions {
  readonly cause?: unknown;
  readonly retryAfterMs?: number | undefined;
}

/** A refusal, thrown. Whoever answers the client turns it into a {@link Refusal}. */
export class SignalingError extends Error implements Refusal {
  override readonly name = "SignalingError";
  readonly code: ErrorCode;
  declare readonly retryAfterMs?: number;

  constructor(code: ErrorCode, reason: string, options?: SignalingErrorOptions) {
    super(reason, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    if (options?.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }

  get reason(): string {
    return this.message;
  }

  /** What is told of it, and nothing more. */
  get refusal(): Refusal {
    const { code, reason, retryAfterMs } = this;
    return retryAfterMs === undefined ? { code, reason } : { code, reason, retryAfterMs };
  }
}
