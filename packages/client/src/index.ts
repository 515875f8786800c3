/// <reference lib="dom" preserve="true" />

export type { Notice } from "simple-webrtc-signaling-protocol";
export type { ConnectionReport, Route } from "./connection-report.ts";
export type { Data } from "./data.ts";
export type { Off } from "./emitter.ts";
export { type ErrorCode, SignalingError } from "./errors.ts";
export { type ConnectionConstructor, type JoinRoomOptions, joinRoom } from "./join-room.ts";
export type { Later } from "./later.ts";
export type { Peer, PeerEvents } from "./peer.ts";
export {
  type NegotiationEvents,
  PerfectNegotiation,
  type PerfectNegotiationOptions,
} from "./perfect-negotiation.ts";
export {
  ReliableChannel,
  type ReliableChannelOptions,
  type ReliableEvents,
  type SessionLoss,
} from "./reliable-channel.ts";
export type { LeaveOptions, Room, RoomEvents } from "./room.ts";
export type {
  PeerSession,
  SessionChannel,
  SessionChannelEvents,
  SessionEnvelope,
} from "./session-channel.ts";
export type { Signal } from "./signal.ts";
export type {
  ChannelEvents,
  ChannelState,
  Introduction,
  PresentPeer,
  SignalingChannel,
} from "./signaling-channel.ts";
export { SocketIoChannel, type SocketIoChannelOptions } from "./socketio-channel.ts";
export type { Step } from "./step.ts";
export type { TokenSource } from "./token-source.ts";
