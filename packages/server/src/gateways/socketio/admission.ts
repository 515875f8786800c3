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
}

/** How one client is authenticated, at its connection and at each `refresh`. */
export function admission({ authenticate, client }: AdmissionOptions): Admit {
  return async (credentials) => authenticate(credentials, client);
}
