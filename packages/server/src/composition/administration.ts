import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Authenticate } from "../auth/authenticate.ts";
import type { Identity } from "../auth/identity.ts";
import { tokenGuard } from "../auth/shared-token.ts";
import type { Options } from "../config/config.ts";

export interface AdministrationOptions {
  readonly adminToken: Options["adminToken"];
  /** The authentication of clients; `undefined` if it does not identify users. */
  readonly authenticate: Authenticate | undefined;
}

/** The identity of every client with the admin token. */
const tokenHolder: Identity = { permissions: ["admin"] };

const refuseAll: Authenticate = () => {
  throw new SignalingError("forbidden", "the token is not the admin token of the server");
};

/** Returns the authentication of administrators; `undefined` if administration is off. */
export function administration(options: AdministrationOptions): Authenticate | undefined {
  const { adminToken, authenticate } = options;
  if (adminToken === undefined) return authenticate;
  const isAdminToken = tokenGuard(adminToken);
  const others = authenticate ?? refuseAll;
  return (credentials, client) =>
    isAdminToken(credentials["token"]) ? tokenHolder : others(credentials, client);
}
