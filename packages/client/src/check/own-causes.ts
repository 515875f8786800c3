import type { ProblemCause } from "../diagnosis/problem.ts";

/** The closed list of causes of a failed or skipped check. `docs/network-check.md` explains each. */
export type CheckCause =
  | "media-permission-denied"
  | "media-device-missing"
  | "media-device-in-use"
  | "media-constraints"
  | "media-insecure-page"
  | "media-failed"
  | "media-unanswered"
  | "signaling-refused"
  | "token-failed"
  | "websocket-unreachable"
  | "polling-unreachable"
  | "no-stun-answer"
  | "turn-credential-refused"
  | "turn-refused"
  | "turn-unreachable-udp"
  | "turn-unreachable-tcp"
  | "turn-unreachable-tls"
  | "relay-failed"
  | "unexpected-error"
  | "no-media-api"
  | "no-webrtc"
  | "no-ice-servers"
  | "no-stun-server"
  | "no-turn-server"
  | "no-relay";

/** The causes that a diagnosis of a connection does not name. */
type OwnCause = Exclude<CheckCause, ProblemCause>;

/** The reason and the action of each cause. */
const texts: Readonly<Record<OwnCause, readonly [reason: string, action: string]>> = {
  "media-unanswered": [
    "The browser asked for permission, and the user has not answered.",
    "Answer the question of the browser, and check again.",
  ],
  "signaling-refused": [
    "The server refused the connection.",
    "The details contain the reason of the server. Check the token, the room, and ALLOWED_ORIGINS of the server.",
  ],
  "token-failed": [
    "The function `token` of the application failed.",
    "Look for its error in the application.",
  ],
  "websocket-unreachable": [
    "No WebSocket to the server could be opened.",
    "Check the address of the server. If long polling works, a proxy or a firewall blocks WebSockets.",
  ],
  "polling-unreachable": [
    "No connection to the server over HTTP could be opened.",
    "Check the address of the server, the network, and CORS_ORIGIN of the server.",
  ],
  "relay-failed": [
    "The TURN server granted relays, but no connection through them carried data.",
    "Check the relay ports of the TURN server, and whether it may relay to its own address.",
  ],
  "unexpected-error": ["The check itself failed.", "Report the error in the details."],
  "no-media-api": [
    "This platform has no cameras and microphones.",
    "Use a current browser to check them.",
  ],
  "no-webrtc": [
    "This platform has no WebRTC.",
    "Use a current browser, and check whether an extension or a policy turns WebRTC off.",
  ],
  "no-ice-servers": [
    "The STUN and TURN servers are unknown, because there is no connection to the server.",
    "Solve the problem of the signaling first.",
  ],
  "no-stun-server": [
    "No STUN server is configured.",
    "Add one to ICE_SERVERS of the server. A TURN server over UDP can replace it.",
  ],
  "no-turn-server": [
    "No TURN server is configured for this check.",
    "If connections fail in some networks, add one to TURN_URLS of the server.",
  ],
  "no-relay": ["No TURN server granted a relay.", "Solve the problem of the TURN checks first."],
};

export const ownCauses = Object.keys(texts) as readonly OwnCause[];

/** Returns the reason and the action of a cause; `undefined` for a cause of `diagnosis/`. */
export function ownTexts(
  cause: CheckCause,
): { readonly reason: string; readonly action: string } | undefined {
  const [reason, action] = texts[cause as OwnCause] ?? [];
  return reason && action ? { reason, action } : undefined;
}
