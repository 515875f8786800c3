import type { ConnectionReport, Route, SignalingError } from "simple-webrtc-signaling-client";
import type { Source } from "./call/devices.ts";
import type { Ending } from "./files/transfer.ts";

/** Every sentence about how something stands or why it failed. */

export const insecureContext =
  "Browsers allow calls only on pages that come over https, or from localhost. Open this page that way.";

/** The browser's SHA-256 is for secure pages only. */
export const noSafeFiles =
  "Files are checked when they arrive, which browsers do only on pages that come over https, or from localhost.";

export const noWebRtc =
  "This browser has no WebRTC, or it is turned off. A current Firefox, Chrome, Edge or Safari works.";

/** Why a microphone, camera or screen could not be opened, by the `name` of the browser's error. */
export function mediaProblem(source: Source, error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (!isSecureContext) return insecureContext;
  if (source === "screen") return screenProblem(name);
  if (name === "NotAllowedError") {
    return `The browser was told not to allow the ${source}. Allow it in the address bar, then turn it on again. You can stay without it.`;
  }
  if (name === "NotFoundError")
    return `There is no ${source} here. Chat and files work without one.`;
  if (name === "NotReadableError" || name === "AbortError") {
    return `The ${source} cannot be used; another program may be using it. Close that, then turn it on again.`;
  }
  if (name === "OverconstrainedError") {
    return `The ${source} you chose is not there any more. Choose another one under Settings.`;
  }
  return `The ${source} could not be turned on.`;
}

function screenProblem(name: string): string {
  return name === "NotAllowedError"
    ? "Nothing is shared: you chose nothing, or this device does not allow it."
    : "This screen cannot be shared from this browser.";
}

/** Why the room could not be entered, or why the server ended the visit, by the refusal's code. */
export function roomProblem({ code, reason }: Pick<SignalingError, "code" | "reason">): string {
  switch (code) {
    case "forbidden":
      return "The server does not know this token.";
    case "unavailable":
      return "The signaling server does not answer. Is it running, and are you online?";
    case "peer-id-taken":
      return "Somebody in the room has your id already. Join again to get another one.";
    case "bad-message":
    case "bad-peer-id":
      return "The server does not accept this room name. Try letters, digits and dashes.";
    case "room-full":
      return "The room is full.";
    case "kicked":
      return "You were removed from this room by whoever runs the server.";
    case "room-closed":
      return "This room was closed by whoever runs the server.";
    case "rate-limited":
      return "The server had too many requests. Wait a moment, then join again.";
    default:
      return `The server said no: ${reason}.`;
  }
}

/** What nobody thought of: the browser's own words are better than none. */
export function unexpectedProblem(error: unknown): string {
  return `Something went wrong: ${error instanceof Error ? error.message : String(error)}. Reload the page, then try again.`;
}

export function noRoute(name: string): string {
  return `No route to ${name} was found. A firewall may be in between; a TURN server would help.`;
}

/** How far a connection to a peer is, while it is not there. */
export function connectionWords(state: RTCPeerConnectionState): string {
  switch (state) {
    case "connected":
      return "connected";
    case "disconnected":
      return "interrupted, waiting…";
    case "failed":
      return "looking for another route…";
    case "closed":
      return "left";
    default:
      return "connecting…";
  }
}

const routes: Record<Route, string> = {
  host: "direct, same network",
  srflx: "direct, through NAT",
  // Found on the way: it may or may not have gone through a NAT.
  prflx: "direct",
  relay: "through a relay",
};

export function routeWords({ route }: ConnectionReport): string {
  return route === undefined ? "connected" : routes[route];
}

/** Up to 150 ms nobody notices (ITU-T G.114); beyond 400 ms people talk into each other. */
export function qualityWords({ roundTripMs }: ConnectionReport): string {
  if (roundTripMs === undefined) return "";
  const word = roundTripMs < 150 ? "good" : roundTripMs < 400 ? "fair" : "slow";
  return `${word}, ${Math.max(1, Math.round(roundTripMs))} ms`;
}

const endings: Record<Ending, string> = {
  declined: "declined",
  "cancelled-here": "cancelled by you",
  "cancelled-there": "cancelled by the other side",
  lost: "the connection was lost",
  damaged: "arrived damaged and was thrown away",
};

export function endingWords(why: Ending): string {
  return endings[why];
}

export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
