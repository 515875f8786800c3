/** Tells how a connection between two peers went (PROTOCOL.md, I2). */
export const connectionOutcomes = ["connected", "failed", "lost"] as const;

/** The candidate types of a route (RFC 8445 §5.1.1), the most direct first. */
export const connectionRoutes = ["host", "srflx", "prflx", "relay"] as const;

/** The transports of the own end of a route: to the other peer, or to the own TURN server. */
export const connectionTransports = ["udp", "tcp", "tls"] as const;

/** The causes for a missing connection (PROTOCOL.md, I2). `docs/connection-problems.md` explains each. */
export const connectionCauses = [
  "no-answer",
  "description-refused",
  "track-rejected",
  "dtls-failed",
  "connection-lost",
  "turn-credential-refused",
  "turn-refused",
  "turn-unreachable-udp",
  "turn-unreachable-tcp",
  "turn-unreachable-tls",
  "no-stun-answer",
  "no-candidates",
  "only-mdns-candidates",
  "needs-turn",
  "no-route",
  "still-connecting",
] as const;
