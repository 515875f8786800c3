import type { SignalingServerOptions } from "simple-webrtc-signaling-server";
import { startServerHere } from "../../kit/server-here.ts";

/** Starts a signaling server in this process for one test. Resolves with its URL. */
export async function startSignaling(options: SignalingServerOptions = {}): Promise<string> {
  return (await startServerHere(options)).url;
}
