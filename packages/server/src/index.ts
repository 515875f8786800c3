export type { Envelope, ErrorCode, Reply } from "simple-webrtc-signaling-protocol";
export { SignalingError } from "simple-webrtc-signaling-protocol";
export type { Authenticate, Client, Credentials } from "./auth/authenticate.ts";
export { anonymous, type Identity, type Permission } from "./auth/identity.ts";
export type { Lifetime } from "./composition/lifetime.ts";
export type { Listening } from "./composition/listening.ts";
export { type Options, SettingError } from "./config/config.ts";
export {
  createSignalingServer,
  type SignalingServer,
  type SignalingServerOptions,
} from "./server.ts";
export type { Fact, Report } from "./telemetry/fact.ts";
