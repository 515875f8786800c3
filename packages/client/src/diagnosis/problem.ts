/** The closed list of causes. `docs/connection-problems.md` explains each. */
export type ProblemCause =
  | "no-answer"
  | "description-refused"
  | "track-rejected"
  | "dtls-failed"
  | "connection-lost"
  | "turn-credential-refused"
  | "turn-refused"
  | "turn-unreachable-udp"
  | "turn-unreachable-tcp"
  | "turn-unreachable-tls"
  | "no-stun-answer"
  | "no-candidates"
  | "only-mdns-candidates"
  | "needs-turn"
  | "no-route"
  | "still-connecting"
  | "media-permission-denied"
  | "media-device-missing"
  | "media-device-in-use"
  | "media-constraints"
  | "media-insecure-page"
  | "media-failed";

/** A reason why there is no connection, or no media. */
export interface ConnectionProblem {
  /** For programs. */
  readonly cause: ProblemCause;
  /** The event behind the problem, as a sentence for people. */
  readonly reason: string;
  /** A way to solve the problem, as a sentence for people. */
  readonly action: string;
  /** Evidence: the STUN and TURN servers with their error codes, or the text of the error. */
  readonly details: readonly string[];
}

const turnUnreachable = (transport: string) =>
  [
    `No TURN server answered over ${transport}.`,
    "Check the address and the port of the TURN server, and whether the network blocks them.",
  ] as const;

/** The reason and the action of each cause. */
const texts: Readonly<Record<ProblemCause, readonly [reason: string, action: string]>> = {
  "no-answer": [
    "The peer has not answered.",
    "Check whether the page of the peer is still open, and whether the peer has a connection to the server.",
  ],
  "description-refused": [
    "A session description could not be used.",
    "Use current versions of the browsers and of the client, and report the error in the details.",
  ],
  "track-rejected": [
    "A side rejected a track, because the two sides have no codec in common, or because it does not want the track.",
    "Remove codec preferences, or prefer a codec that both sides support.",
  ],
  "dtls-failed": [
    "The peers reached each other, but the encrypted connection (DTLS) failed.",
    "Check whether a program between the peers changes session descriptions or packets, and report the error.",
  ],
  "connection-lost": [
    "The connection was open, and then no more packets arrived.",
    "Check the networks of both peers. The client tries to connect again by itself.",
  ],
  "turn-credential-refused": [
    "A TURN server refused the user name or the credential.",
    "Check that the signaling server and the TURN server have the same TURN_SECRET and the same time.",
  ],
  "turn-refused": [
    "A TURN server refused to relay.",
    "Look up the error code in the details in the log of the TURN server, for example a quota.",
  ],
  "turn-unreachable-udp": turnUnreachable("UDP"),
  "turn-unreachable-tcp": turnUnreachable("TCP"),
  "turn-unreachable-tls": turnUnreachable("TLS"),
  "no-stun-answer": [
    "No STUN server answered. The network may block UDP.",
    "Check the address of the STUN server. Where UDP is blocked, provide a TURN server over TCP or TLS on port 443.",
  ],
  "no-candidates": [
    "A side found no address at which the other side could reach it.",
    "Check the network connection of both peers, and the option `iceTransportPolicy`.",
  ],
  "only-mdns-candidates": [
    "A side has only mDNS addresses, which only work in its own local network.",
    "Provide a STUN server and a TURN server.",
  ],
  "needs-turn": ["All direct routes were tried, and none worked.", "Provide a TURN server."],
  "no-route": [
    "All routes were tried, also through the TURN server, and none worked.",
    "Check whether the TURN server may relay to the address of the peer.",
  ],
  "still-connecting": [
    "The connection is being established, and nothing has failed so far.",
    "Wait a few seconds, and diagnose again.",
  ],
  "media-permission-denied": [
    "The user, the browser or the system did not permit the camera, the microphone or the screen.",
    "Ask the user to permit it in the settings of the browser, and in those of the system.",
  ],
  "media-device-missing": [
    "There is no such camera or microphone.",
    "Connect a device, or ask for audio or video only.",
  ],
  "media-device-in-use": [
    "The camera, microphone or screen could not be captured. Another program may use it.",
    "Close other programs that use it, and try again.",
  ],
  "media-constraints": [
    "No device fulfills the constraints.",
    "Ask for less, for example with `ideal` in place of `exact`.",
  ],
  "media-insecure-page": [
    "The page has no access to devices, because it was not loaded over HTTPS.",
    "Serve the page over HTTPS, or from localhost.",
  ],
  "media-failed": ["The media could not be opened.", "Report the error in the details."],
};

export const allCauses = Object.keys(texts) as readonly ProblemCause[];

export function problem(cause: ProblemCause, details: readonly string[] = []): ConnectionProblem {
  const [reason, action] = texts[cause];
  return { cause, reason, action, details };
}
