import {
  type ConnectionConstructor,
  joinRoom,
  ServerChannel,
  SignalingError,
} from "simple-webrtc-signaling-client";
import { RTCPeerConnection as NodeConnection } from "werift";

/** A program that ends by itself if a failed join releases all resources. */
const RTCPeerConnection = NodeConnection as unknown as ConnectionConstructor;
const { SERVER_URL: url = "", SILENT_URL: silent = "" } = process.env;

const failed = (error: unknown) => {
  const why = error instanceof SignalingError ? error.code : String(error);
  process.stdout.write(`failed: ${why}\n`);
};

await joinRoom({ url, token: "wrong", RTCPeerConnection }).catch(failed);
await new ServerChannel({ url: silent, peerId: "ada", timeoutMs: 1_000 }).connect().catch(failed);
const control = new AbortController();
const joined = joinRoom({ url: silent, RTCPeerConnection, signal: control.signal }).catch(failed);
// By then long polling is tried in parallel to the WebSocket.
setTimeout(() => control.abort("canceled"), 3_000);
await joined;
