import type { Authenticate } from "./authenticate.ts";
import { tokenExpired } from "./token-refusal.ts";

/**
 * Returns the same authentication, which also refuses an expired identity with `token-expired`, after the clock tolerance.
 * It is for authentications that do not check the expiry themselves, such as a hook.
 */
export function unexpired(
  authenticate: Authenticate,
  leewaySeconds: number,
  nowMs: () => number = Date.now,
): Authenticate {
  return async (credentials, client) => {
    const identity = await authenticate(credentials, client);
    const lastMs = (identity.expiresAtMs ?? Number.POSITIVE_INFINITY) + leewaySeconds * 1_000;
    if (lastMs > nowMs()) return identity;
    throw tokenExpired();
  };
}
