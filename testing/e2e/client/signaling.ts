import { createSignalingServer, type SignalingServerOptions } from "simple-webrtc-signaling-server";
import { onTestFinished } from "vitest";

/** Starts a signaling server in this process for one test. Resolves with its URL. */
export async function startSignaling(options: SignalingServerOptions = {}): Promise<string> {
  const server = createSignalingServer({
    auth: "none",
    host: "127.0.0.1",
    port: 0,
    logLevel: "silent",
    ...options,
  });
  const { url } = await server.listen();
  onTestFinished(() => server.close());
  return url;
}
