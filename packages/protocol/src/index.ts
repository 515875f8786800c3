export type { ErrorCode, Refusal } from "./errors.ts";
export { errorCodes, SignalingError } from "./errors.ts";
export type {
  ClientEvents,
  Connection,
  Connections,
  ConnectionsEnvelope,
  Drain,
  Envelope,
  IceServer,
  IceServersValue,
  MessageEnvelope,
  Notice,
  PresenceEnvelope,
  ReadyOptions,
  ReadyValue,
  RefreshValue,
  Reply,
  RoomPeer,
  ServerEvents,
} from "./events.ts";
export { defaultRoom, everyone, presenceSentences } from "./events.ts";
export type { Limits } from "./limits.ts";
export { limits } from "./limits.ts";
export { protocolVersion } from "./version.ts";
