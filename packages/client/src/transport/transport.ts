import type { Reply } from "simple-webrtc-signaling-protocol";
import type { ConnectFailure } from "./connect-failure.ts";

/** `plain`: JSON over a WebSocket (rules F1 to F11). `websocket` and `polling`: Socket.IO. */
export type TransportName = "plain" | "websocket" | "polling";

/** The first requests of a connection, when both are known before it opens. */
export interface FirstRequests {
  /** The authentication data. */
  readonly auth: object;
  /** The data of `ready`. */
  readonly ready: object;
}

export interface TransportOptions {
  /** The absolute URL of the server. */
  readonly url: string;
  /** The path of Socket.IO; `undefined`: the default path. */
  readonly path: string | undefined;
  /** Time limit for each reply, in milliseconds. */
  readonly timeoutMs: number;
  /** Returns the authentication data. Never rejects. */
  readonly auth: () => Promise<object>;
  /** Returns requests that the handshake may carry. Returns `undefined` if they are unknown. */
  readonly first: () => FirstRequests | undefined;
  /** Called when a signaling server has answered the handshake. The other transports are closed then. */
  readonly opened: () => void;
  /** Called when events can be sent. */
  readonly usable: () => void;
  /** Called with each event of the server. */
  readonly receive: (name: string, value: unknown) => void;
  /** Called when the transport failed or was closed by the server or the network. Nothing follows. */
  readonly ended: (failure: ConnectFailure) => void;
}

/** One connection to the server. Refusals are data, because another bundle can contain the transport. */
export interface Transport {
  /** The present transport: long polling can become a WebSocket. */
  readonly name: TransportName;
  /** Whether the server has accepted the authentication data. */
  readonly isAccepted: boolean;
  /** Whether the server took the first requests from the handshake; `undefined` if the transport never carries them there. */
  readonly hasSentFirst: boolean | undefined;
  /** The size limit of a message, in bytes. */
  readonly mostBytes: number;
  /** The address for the leave request of a page (rules L3 and F10). Is known when the transport is usable. */
  readonly leaveAddress: string;
  /** Sends an event. Resolves with the reply. */
  ask(event: string, data: unknown, timeoutMs: number): Promise<Reply<unknown>>;
  /** Closes the connection. `isLeaving`: as an explicit disconnect. Otherwise the session can be resumed. */
  close(isLeaving: boolean): void;
}

/** Opens a transport with this name. */
export type OpenTransport = (name: TransportName, options: TransportOptions) => Transport;

/** The reply if the server sends none. */
export const noReply = {
  ok: false,
  code: "unavailable",
  reason: "not connected to the signaling server",
} as const;
