export type { Envelope, ErrorCode, Reply } from "simple-webrtc-signaling-protocol";
export { SignalingError } from "simple-webrtc-signaling-protocol";
export type { Authenticate, Client, Credentials } from "./auth/authenticate.ts";
export { type Identity, type Permission, somebody } from "./auth/identity.ts";
export { type Options, SettingError } from "./config.ts";
export type { Lifetime } from "./lifetime.ts";
export type { Listening } from "./listening.ts";
export {
  createSignalingServer,
  type SignalingServer,
  type SignalingServerOptions,
} from "./server.ts";
export type { Fact, Report } from "./telemetry/fact.ts";
