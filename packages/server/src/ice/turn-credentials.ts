import { createHmac } from "node:crypto";

export interface TurnCredentialsOptions {
  /** Shared with the TURN server: coturn's `static-auth-secret`. */
  readonly secret: string;
  readonly ttlSeconds: number;
  /** A wall clock, in milliseconds since 1970. */
  readonly nowMs?: () => number;
}

export interface TurnCredentials {
  readonly username: string;
  readonly credential: string;
}

/**
 * What a TURN server takes until a time that stands in it (draft-uberti-behave-turn-rest-00 §2.2). The `id` is
 * what the TURN server counts quotas by; it and everybody on the way can read it.
 */
export function turnCredentials(
  id: string,
  { secret, ttlSeconds, nowMs = Date.now }: TurnCredentialsOptions,
): TurnCredentials {
  const username = `${Math.floor(nowMs() / 1_000) + ttlSeconds}:${id}`;
  return { username, credential: createHmac("sha1", secret).update(username).digest("base64") };
}
