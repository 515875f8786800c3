import type { Limits } from "simple-webrtc-signaling-protocol";
import type { Credentials } from "../../auth/authenticate.ts";
import type { Identity } from "../../auth/identity.ts";
import type { Hub } from "../../hub/hub.ts";
import type { Session } from "../../hub/session.ts";
import type { Renewal } from "../../ice/renewal.ts";
import type { IncomingEvent } from "../incoming-event.ts";
import type { TokenExpiry } from "../token-expiry.ts";

/** The parts of a connection that requests use. */
export interface ConnectionContext {
  readonly hub: Hub;
  readonly session: Session;
  readonly limits: Limits;
  /** Returns the identity of new credentials, or rejects with a `SignalingError`. */
  readonly reauthenticate: (credentials: Credentials) => Promise<Identity>;
  readonly tokenExpiry: TokenExpiry;
  readonly renewal: Renewal;
}

/** Handles an event and returns the value of the reply. */
export type Handler = (context: ConnectionContext, event: IncomingEvent) => unknown;
