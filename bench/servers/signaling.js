import { createSignalingServer } from "simple-webrtc-signaling-server";
import { answerBenchmark } from "./answer-benchmark.js";

/** This project's server, as it is published. */
if (!import.meta.resolve("simple-webrtc-signaling-server").endsWith("/dist/index.js")) {
  throw new Error("not the built server: something set the condition that chooses its source");
}

const server = createSignalingServer({
  host: "127.0.0.1",
  port: 0,
  auth: "none",
  logLevel: "silent",
});
const { url } = await server.listen();
answerBenchmark(url);
