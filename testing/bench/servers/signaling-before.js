import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { answerBenchmark } from "./answer-benchmark.js";
import { heartbeat } from "./heartbeat.js";

/** The server of another checkout with its defaults: a version without limits ignores the options for them. */
const module = resolve(process.env["BEFORE"] ?? "", "packages/server/dist/index.js");
const { createSignalingServer } = await import(pathToFileURL(module).href);
const server = createSignalingServer({
  host: "127.0.0.1",
  port: 0,
  auth: "none",
  logLevel: "silent",
  pingSeconds: heartbeat.pingInterval / 1_000,
  pingTimeoutSeconds: heartbeat.pingTimeout / 1_000,
  messagesPerSecond: 1_000_000,
  messagesBurst: 1_000_000,
  joinsPerMinute: 0,
  connectsPerMinute: 0,
  maxPeersPerRoom: 0,
  maxSocketsPerAddress: 0,
});
const { url } = await server.listen();
answerBenchmark(url);
