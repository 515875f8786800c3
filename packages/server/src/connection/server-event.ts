import type { Drain, IceServersValue, Refusal } from "simple-webrtc-signaling-protocol";
import type { HubEvent } from "../hub/events.ts";

/** New credentials for STUN and TURN servers. */
interface IceServersEvent {
  readonly type: "iceServers";
  readonly value: IceServersValue;
}

/** Asks the client to reconnect. */
interface DrainEvent {
  readonly type: "drain";
  readonly value: Drain;
}

/** A refusal without an acknowledgement; `event` is the name of the refused event, `connect` for the whole connection. */
interface RefusalEvent {
  readonly type: "refusal";
  readonly refusal: Refusal;
  readonly event: string;
}

/** The peer id is in use, in the form of the base protocol. */
interface TakenIdEvent {
  readonly type: "takenId";
  readonly reason: string;
}

/** An event that the server sends to a client. */
export type ServerEvent = HubEvent | IceServersEvent | DrainEvent | RefusalEvent | TakenIdEvent;
