import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Authenticate, Client, Credentials } from "../../auth/authenticate.ts";
import type { Identity } from "../../auth/identity.ts";

/** Says who a client is by what it shows, or refuses. */
export type Admit = (credentials: Credentials) => Promise<Identity>;

/** A client that was let in, and how it is let in again. */
export interface Admitted {
  readonly identity: Identity;
  readonly admit: Admit;
}

export interface AdmissionOptions {
  readonly authenticate: Authenticate;
  readonly client: Client;
  readonly graceSeconds: number;
  readonly nowMs?: () => number;
}

/** Whoever would be ended at once, because its time is over, is not let in to begin with. */
export function admission(options: AdmissionOptions): Admit {
  const { authenticate, client, graceSeconds, nowMs = Date.now } = options;
  return async (credentials) => {
    const identity = await authenticate(credentials, client);
    const endMs = (identity.expiresAtMs ?? Number.POSITIVE_INFINITY) + graceSeconds * 1_000;
    if (endMs > nowMs()) return identity;
    throw new SignalingError("token-expired", "the token has expired: get another one");
  };
}
