export type { ErrorCode } from "simple-webrtc-signaling-protocol";
export { SignalingError } from "simple-webrtc-signaling-protocol";
