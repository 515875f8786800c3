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

/** The reply follows when the promise settles. Until then, the connection handles its next requests. */
export class LaterReply {
  readonly value: Promise<unknown>;

  constructor(value: Promise<unknown>) {
    this.value = value;
  }
}

/** Handles an event and returns the value of the reply. The next request waits for a promise, but not for a {@link LaterReply}. */
export type Handler = (context: ConnectionContext, event: IncomingEvent) => unknown;
