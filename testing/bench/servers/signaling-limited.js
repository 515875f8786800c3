import { listenTo } from "./signaling-server.js";

/** The server of this project with all limits enabled, and above the load of the benchmark. */
await listenTo({
  messagesPerSecond: 1_000_000,
  messagesBurst: 1_000_000,
  connectsPerMinute: 1_000_000,
  maxSocketsPerAddress: 1_000_000,
  maxPeersPerRoom: 1_000_000,
});
