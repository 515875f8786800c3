import { createHmac } from "node:crypto";

/** The signed parts of a request (Standard Webhooks 1.0.0, "Signature scheme"). */
export interface Signed {
  readonly id: string;
  /** The time of the attempt, in seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/** Returns the value of `webhook-signature`: a signature by each key, so that a receiver can change its key without a gap. */
export function signatureOf({ id, timestamp, body }: Signed, keys: readonly Buffer[]): string {
  const signed = `${id}.${timestamp}.${body}`;
  return keys
    .map((key) => `v1,${createHmac("sha256", key).update(signed).digest("base64")}`)
    .join(" ");
}
