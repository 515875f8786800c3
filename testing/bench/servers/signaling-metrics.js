import { listenTo } from "./signaling-server.js";

/** The published server of this project without rate limits, with metrics for Prometheus. */
await listenTo({
  metricsPort: 0,
  messagesPerSecond: 0,
  joinsPerMinute: 0,
  connectsPerMinute: 0,
  refreshesPerMinute: 0,
  maxPeersPerRoom: 0,
  maxSocketsPerAddress: 0,
  maxWaitingBytes: 0,
  slowConsumerSeconds: 0,
});
