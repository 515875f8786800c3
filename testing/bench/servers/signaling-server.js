import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { answerBenchmark } from "./answer-benchmark.js";
import { heartbeat } from "./heartbeat.js";

const name = "simple-webrtc-signaling-server";
const folder = process.env["BEFORE"];

if (!import.meta.resolve(name).endsWith("/dist/index.js")) {
  throw new Error(
    "this is not the built server; remove the Node.js condition that selects its source",
  );
}

/**
 * Starts the server of this project with some settings for the benchmark; that of another checkout, if `BEFORE` names its folder.
 *
 * @param {import("simple-webrtc-signaling-server").SignalingServerOptions} settings
 */
export async function listenTo(settings) {
  /** @type {typeof import("simple-webrtc-signaling-server")} */
  const { createSignalingServer } = await import(folder ? moduleIn(folder) : name);
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

/** @param {string} checkout */
function moduleIn(checkout) {
  return pathToFileURL(resolve(checkout, "packages/server/dist/index.js")).href;
}
