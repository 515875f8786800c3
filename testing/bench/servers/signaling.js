import { listenTo } from "./signaling-server.js";

/** This project's server, as it is published, and nothing counted: a peer of the benchmark says more than any of a call. */
await listenTo({
  messagesPerSecond: 0,
  joinsPerMinute: 0,
  connectsPerMinute: 0,
  refreshesPerMinute: 0,
  maxPeersPerRoom: 0,
  maxSocketsPerAddress: 0,
  maxWaitingBytes: 0,
  slowConsumerSeconds: 0,
});
