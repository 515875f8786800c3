import type { Authenticate, Client, Credentials } from "../../auth/authenticate.ts";
import type { Identity } from "../../auth/identity.ts";

/** Returns the identity of credentials, or rejects with a `SignalingError`. */
export type Admit = (credentials: Credentials) => Promise<Identity>;

/** An authenticated client, and the function that authenticates it again. */
export interface Admitted {
  readonly identity: Identity;
  readonly admit: Admit;
}

export interface AdmissionOptions {
  readonly authenticate: Authenticate;
  readonly client: Client;
}

/** Returns the authentication of one client, for its connection and each `refresh`. */
export function admission({ authenticate, client }: AdmissionOptions): Admit {
  return async (credentials) => authenticate(credentials, client);
}
