import { createSignalingServer } from "simple-webrtc-signaling-server";
import { answerBenchmark } from "./answer-benchmark.js";
import { heartbeat } from "./heartbeat.js";

if (!import.meta.resolve("simple-webrtc-signaling-server").endsWith("/dist/index.js")) {
  throw new Error(
    "this is not the built server; remove the Node.js condition that selects its source",
  );
}

/**
 * Starts the server of this project with some settings for the benchmark.
 *
 * @param {import("simple-webrtc-signaling-server").SignalingServerOptions} settings
 */
export async function listenTo(settings) {
  const server = createSignalingServer({
    host: "127.0.0.1",
    port: 0,
    auth: "none",
    logLevel: "silent",
    pingSeconds: heartbeat.pingInterval / 1_000,
    pingTimeoutSeconds: heartbeat.pingTimeout / 1_000,
    ...settings,
  });
  const { url } = await server.listen();
  answerBenchmark(url);
}
