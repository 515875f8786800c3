import { SignalingError } from "simple-webrtc-signaling-protocol";
import type { Authenticate } from "../auth/authenticate.ts";
import type { Identity } from "../auth/identity.ts";
import { tokenGuard } from "../auth/shared-token.ts";
import type { Options } from "../config/config.ts";

export interface AdministrationOptions {
  readonly adminToken: Options["adminToken"];
  /** How clients are let in; `undefined` if that says nothing of who they are. */
  readonly authenticate: Authenticate | undefined;
}

/** Whoever has the admin token. */
const tokenHolder: Identity = { permissions: ["admin"] };

const nobody: Authenticate = () => {
  throw new SignalingError("forbidden", "the token is not the admin token of the server");
};

/** How administrators are told from others; `undefined` if there can be none. */
export function administration(options: AdministrationOptions): Authenticate | undefined {
  const { adminToken, authenticate } = options;
  if (adminToken === undefined) return authenticate;
  const isAdminToken = tokenGuard(adminToken);
  const others = authenticate ?? nobody;
  return (credentials, client) =>
    isAdminToken(credentials["token"]) ? tokenHolder : others(credentials, client);
}
