import type { Limits } from "simple-webrtc-signaling-protocol";
import type { TokenExpiry } from "../../connection/token-expiry.ts";
import type { Hub } from "../../hub/hub.ts";
import type { Session } from "../../hub/session.ts";
import type { IssueIceServers } from "../../ice/ice-servers.ts";
import type { Renewal } from "../../ice/renewal.ts";
import type { Report } from "../../telemetry/fact.ts";
import type { Admit } from "./admission.ts";
import type { IncomingEvent } from "./incoming-event.ts";

/** The parts that all connections share. */
export interface Gateway {
  readonly hub: Hub;
  readonly report: Report;
  readonly limits: Limits;
  readonly maxMessageBytes: number;
  readonly issueIceServers: IssueIceServers;
}

/** The state of one connection that the hub does not know: authentication, token expiry and ICE servers. */
export interface ConnectionContext {
  readonly admit: Admit;
  readonly tokenExpiry: TokenExpiry;
  readonly renewal: Renewal;
}

/** Handles an event and returns the value of the reply. */
export type Handler = (
  gateway: Gateway,
  session: Session,
  event: IncomingEvent,
  context: ConnectionContext,
) => unknown;
