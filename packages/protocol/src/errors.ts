/**
 * Lists all codes of refusals (PROTOCOL.md, A7). The list is closed: a client may switch over it, and a code never
 * changes its meaning.
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

/** The code of a refusal, for programs. */
export type ErrorCode = (typeof errorCodes)[number];

/** Describes why a request was refused: a stable code for programs and a sentence for people. */
export interface Refusal {
  readonly code: ErrorCode;
  /** The reason and the remedy, for people. The text may change in any version. */
  readonly reason: string;
  /** With the code `rate-limited`: the time until the same request would be accepted, in milliseconds. */
  readonly retryAfterMs?: number;
}

export interface SignalingErrorOptions {
  /** The error that caused the refusal. It is not sent to the client. */
  readonly cause?: unknown;
  /** The time until the same request would be accepted, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * Represents a refusal as an error. On the server, the client receives the code and the reason; in a client, promises
 * reject with it.
 *
 * @example
 * ```ts
 * import { SignalingError } from "simple-webrtc-signaling-protocol";
 *
 * throw new SignalingError("forbidden", "the account is suspended; contact the support");
 * ```
 */
export class SignalingError extends Error implements Refusal {
  override readonly name = "SignalingError";
  readonly code: ErrorCode;
  declare readonly retryAfterMs?: number;

  constructor(code: ErrorCode, reason: string, options?: SignalingErrorOptions) {
    super(reason, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    if (options?.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }

  /** Returns the reason and the remedy, for people: the `message` of the error. */
  get reason(): string {
    return this.message;
  }

  /** Returns the part of the error that is sent to the client. */
  get refusal(): Refusal {
    const { code, reason, retryAfterMs } = this;
    return retryAfterMs === undefined ? { code, reason } : { code, reason, retryAfterMs };
  }
}
