/** The allowed origins, the trusted proxies and the limits, validated. 0 disables a limit; the settings document each. */
export interface LimitOptions {
  readonly allowedOrigins: "*" | readonly string[];
  readonly trustProxy: readonly string[];
  readonly messagesPerSecond: number;
  readonly messagesBurst: number;
  readonly joinsPerMinute: number;
  readonly connectsPerMinute: number;
  readonly refreshesPerMinute: number;
  readonly identityShare: number;
  readonly addressShare: number;
  readonly maxPeersPerRoom: number;
  readonly maxRoomsPerIdentity: number;
  readonly maxSockets: number;
  readonly maxSocketsPerAddress: number;
  readonly maxUnauthenticatedSockets: number;
  readonly maxFailedAuthentications: number;
  readonly connectSeconds: number;
  readonly headersSeconds: number;
  readonly requestSeconds: number;
  readonly maxMalformedFrames: number;
  readonly maxAttachments: number;
  readonly maxWaitingBytes: number;
  readonly slowConsumerSeconds: number;
}
