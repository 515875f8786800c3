import type { Authenticate } from "./authenticate.ts";
import { tokenExpired } from "./token-refusal.ts";

/**
 * The same check, which refuses with `token-expired` an identity that has ended longer ago than clocks may differ. For
 * checks that do not look at the time themselves, such as a hook.
 */
export function unexpired(
  authenticate: Authenticate,
  leewaySeconds: number,
  nowMs: () => number = Date.now,
): Authenticate {
  return async (credentials, client) => {
    const identity = await authenticate(credentials, client);
    const endMs = (identity.expiresAtMs ?? Number.POSITIVE_INFINITY) + leewaySeconds * 1_000;
    if (endMs > nowMs()) return identity;
    throw tokenExpired();
  };
}
