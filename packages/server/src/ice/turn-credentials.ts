import { createHmac } from "node:crypto";

export interface TurnCredentialsOptions {
  /** The secret that is shared with the TURN server: `static-auth-secret` of coturn. */
  readonly secret: string;
  readonly ttlSeconds: number;
  /** Returns the time of a wall clock, in milliseconds since 1970. */
  readonly nowMs?: () => number;
}

export interface TurnCredentials {
  readonly username: string;
  readonly credential: string;
}

/**
 * Returns credentials that a TURN server accepts until the time in the `username` (draft-uberti-behave-turn-rest-00
 * §2.2). The TURN server counts quotas by `id`, which is not encrypted on the network.
 */
export function turnCredentials(
  id: string,
  { secret, ttlSeconds, nowMs = Date.now }: TurnCredentialsOptions,
): TurnCredentials {
  const username = `${Math.floor(nowMs() / 1_000) + ttlSeconds}:${id}`;
  return { username, credential: createHmac("sha1", secret).update(username).digest("base64") };
}
