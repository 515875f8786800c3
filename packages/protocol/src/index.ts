export type { ErrorCode, Refusal } from "./errors.ts";
export { errorCodes, SignalingError } from "./errors.ts";
export type {
  ClientEvents,
  Connection,
  ConnectionOutcome,
  Connections,
  ConnectionsEnvelope,
  Direct,
  Drain,
  Envelope,
  IceServer,
  IceServersValue,
  MessageEnvelope,
  Notice,
  PresenceBatch,
  PresenceEnvelope,
  ReadyOptions,
  ReadyValue,
  RefreshValue,
  Reply,
  ResumableSession,
  RoomPeer,
  Roster,
  ServerEvents,
  SessionClaim,
} from "./events.ts";
export { defaultRoom, everyone, presenceSentences } from "./events.ts";
export type { Limits } from "./limits.ts";
export { limits } from "./limits.ts";
export {
  connectionCauses,
  connectionOutcomes,
  connectionRoutes,
  connectionTransports,
} from "./outcomes.ts";

/** The version of the protocol in PROTOCOL.md. It changes only with changes that clients can notice. */
export const protocolVersion = 1;

/** The WebSocket subprotocol (RFC 6455 §1.9) of clients that use the rules F8 to F11 of PROTOCOL.md. */
export const subprotocol = "simple-webrtc-signaling.1";

/** Begins the subprotocol that carries the first frames of a client in its handshake (rule F11). */
export const framesPrefix = "frames.";
