import type { Limits } from "simple-webrtc-signaling-protocol";
import type { Hub } from "../../hub/hub.ts";
import type { Session } from "../../hub/session.ts";
import type { Arrival } from "./arrival.ts";

/** What all connections share. */
export interface Gateway {
  readonly hub: Hub;
  readonly limits: Limits;
  readonly maxMessageBytes: number;
}

/** Does what an event asks for and gives the value of the reply. */
export type Handler = (gateway: Gateway, session: Session, arrival: Arrival) => unknown;
