import type { Limits } from "simple-webrtc-signaling-protocol";
import type { TokenExpiry } from "../../connection/token-expiry.ts";
import type { Hub } from "../../hub/hub.ts";
import type { Session } from "../../hub/session.ts";
import type { IssueIceServers } from "../../ice/ice-servers.ts";
import type { Renewal } from "../../ice/renewal.ts";
import type { Admit } from "./admission.ts";
import type { IncomingEvent } from "./incoming-event.ts";

/** What all connections share. */
export interface Gateway {
  readonly hub: Hub;
  readonly limits: Limits;
  readonly maxMessageBytes: number;
  readonly issueIceServers: IssueIceServers;
}

/** What of one connection is not the hub's: how its client is let in, until when, and how it finds routes. */
export interface ConnectionContext {
  readonly admit: Admit;
  readonly tokenExpiry: TokenExpiry;
  readonly renewal: Renewal;
}

/** Does what an event asks for and gives the value of the reply. */
export type Handler = (
  gateway: Gateway,
  session: Session,
  event: IncomingEvent,
  visit: ConnectionContext,
) => unknown;
