import { createSignalingServer, type SignalingServerOptions } from "simple-webrtc-signaling-server";
import { onTestFinished } from "vitest";

/** A signaling server in this process. It ends with the test, or before by `close`. */
export async function startServerHere(options: SignalingServerOptions = {}) {
  const server = createSignalingServer({
    auth: "none",
    host: "127.0.0.1",
    port: 0,
    logLevel: "silent",
    ...options,
  });
  const { url } = await server.listen();
  const close = () => server.close();
  onTestFinished(close);
  return { url, close };
}

/** Starts a signaling server in this process for one test. Resolves with its URL. */
export async function startSignaling(options: SignalingServerOptions = {}): Promise<string> {
  return (await startServerHere(options)).url;
}
