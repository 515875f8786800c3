/** A peer of the benchmark sends more than a peer of a call. */
export const withoutLimits = {
  messagesPerSecond: 0,
  joinsPerMinute: 0,
  connectsPerMinute: 0,
  refreshesPerMinute: 0,
  maxPeersPerRoom: 0,
  maxSocketsPerAddress: 0,
  maxWaitingBytes: 0,
  slowConsumerSeconds: 0,
};
