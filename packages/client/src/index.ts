/// <reference lib="dom" preserve="true" />

export type { Notice } from "simple-webrtc-signaling-protocol";
export type { Unsubscribe } from "./base/emitter.ts";
export { type ErrorCode, SignalingError } from "./base/errors.ts";
export type { Timer } from "./base/timer.ts";
export type {
  PeerSession,
  SessionChannel,
  SessionChannelEvents,
  SessionEnvelope,
} from "./channel/session-channel.ts";
export type {
  ChannelEvents,
  ChannelState,
  PeerInfo,
  RosterEntry,
  SignalingChannel,
} from "./channel/signaling-channel.ts";
export type { ConnectionReport, Route } from "./diagnosis/connection-report.ts";
export type { ConnectionProblem, ProblemCause } from "./diagnosis/problem.ts";
export { type JoinRoomOptions, joinRoom } from "./join-room.ts";
export {
  ReliableChannel,
  type ReliableChannelOptions,
  type ReliableEvents,
  type SessionLoss,
} from "./reliable/reliable-channel.ts";
export type { LeaveOptions, Room, RoomEvents } from "./room/room.ts";
export { ServerChannel, type ServerChannelOptions } from "./server/server-channel.ts";
export type { TokenSource } from "./server/token-source.ts";
export type { ConnectionConstructor } from "./webrtc/connections.ts";
export type { Data } from "./webrtc/data.ts";
export type { NegotiationEvent } from "./webrtc/negotiation-event.ts";
export type { Peer, PeerEvents } from "./webrtc/peer.ts";
export {
  type NegotiationEvents,
  PerfectNegotiation,
  type PerfectNegotiationOptions,
} from "./webrtc/perfect-negotiation.ts";
export type { Signal } from "./webrtc/signal.ts";
