import { createSignalingServer } from "simple-webrtc-signaling-server";
import { answerBenchmark } from "./answer-benchmark.js";

if (!import.meta.resolve("simple-webrtc-signaling-server").endsWith("/dist/index.js")) {
  throw new Error("not the built server: something set the condition that chooses its source");
}

/**
 * Starts this project's server with some settings of its own, for the benchmark to measure.
 *
 * @param {import("simple-webrtc-signaling-server").SignalingServerOptions} settings
 */
export async function listenTo(settings) {
  const server = createSignalingServer({
    host: "127.0.0.1",
    port: 0,
    auth: "none",
    logLevel: "silent",
    ...settings,
  });
  const { url } = await server.listen();
  answerBenchmark(url);
}
