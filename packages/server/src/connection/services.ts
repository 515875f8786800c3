import type { Limits } from "simple-webrtc-signaling-protocol";
import type { Hub } from "../hub/hub.ts";
import type { IssueIceServers } from "../ice/ice-servers.ts";
import type { Report } from "../telemetry/fact.ts";
import type { OpenConnections } from "./open-connections.ts";

/** The parts that all connections share. */
export interface ConnectionServices {
  readonly hub: Hub;
  readonly report: Report;
  readonly limits: Limits;
  readonly maxMessageBytes: number;
  /** Whether the server counts the outcomes of connections between peers, and asks clients for them. */
  readonly countsOutcomes: boolean;
  readonly issueIceServers: IssueIceServers;
  readonly openConnections: OpenConnections;
  /** Returns the time of a monotonic clock, in milliseconds. */
  readonly nowMs: () => number;
}
