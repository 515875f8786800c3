import type { Reply } from "simple-webrtc-signaling-protocol";
import type { Delivery } from "../hub/session.ts";
import type { GatewayName } from "../telemetry/gateway-name.ts";
import type { IncomingEvent } from "./incoming-event.ts";
import type { ServerEvent } from "./server-event.ts";

/** One client's connection of any protocol, as the connection layer uses it. A gateway implements it. */
export interface Transport {
  readonly gateway: GatewayName;
  /** The socket id of the client. */
  readonly id: string;
  /** Whether the client has sent nothing since its handshake, although the handshake carried events. Default: false. */
  readonly isUnconfirmed?: boolean;
  /** Writes an event. */
  send(event: ServerEvent): Delivery;
  /** Returns whether the client responds within a second. */
  isAlive(): Promise<boolean>;
  /** Closes the connection after the client has read what was sent, or soon; clients do not reconnect by themselves. */
  disconnect(): void;
  /** Closes the connection after the client has read what was sent, or soon; clients reconnect by themselves. */
  closeGracefully(): void;
  /** Closes the connection at once. */
  destroy(): void;
}

/** Sends the reply to one request. */
export type SendReply = (reply: Reply<unknown>) => void;

/** An event and, if its sender requested it, the acknowledgement. */
export interface Request {
  readonly event: IncomingEvent;
  readonly acknowledge: SendReply | undefined;
}
