import type {
  ConnectionProblem,
  ConnectionReport,
  ErrorCode,
  Route,
  SignalingError,
} from "simple-webrtc-signaling-client";
import type { Ending } from "../files/transfer.ts";
import type { Source } from "./devices.ts";

/** The sentences that say what state something is in, or why it failed. */

export const insecureContext =
  "Browsers allow calls only on pages that are loaded over HTTPS or from localhost. Open this page over HTTPS.";

/** Browsers compute SHA-256 only for pages in a secure context. */
export const noSafeFiles =
  "Browsers can verify received files only on pages that are loaded over HTTPS or from localhost. Open this page over HTTPS.";

export const noWebRtc =
  "This browser does not support WebRTC, or WebRTC is turned off. Use a current Chrome, Edge, Firefox or Safari.";

/** Why a microphone, camera or screen could not be opened, by the `name` of the browser's error. */
export function mediaProblem(source: Source, error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (!isSecureContext) return insecureContext;
  if (source === "screen") return screenProblem(name);
  switch (name) {
    case "NotAllowedError":
      return `The browser blocked the ${source}. Allow the ${source} in the address bar, then turn it on again.`;
    case "NotFoundError":
      return `No ${source} was found. Connect one, or use chat and files without it.`;
    case "NotReadableError":
    case "AbortError":
      return `The ${source} could not be started; another program may be using it. Close that program, then try again.`;
    case "OverconstrainedError":
      return `The selected ${source} is no longer available. Choose another one under Settings.`;
    default:
      return `The ${source} could not be turned on. Reload the page, then try again.`;
  }
}

function screenProblem(name: string): string {
  return name === "NotAllowedError"
    ? "Nothing is shared: screen sharing was canceled or is not allowed."
    : "This browser cannot share the screen.";
}

export function lostDevice(source: Source): string {
  return `The ${source} was disconnected, or the browser no longer allows it. Check the device, then turn it on again.`;
}

/** Returns the reason why the room could not be joined, or why the server removed this peer, by the code of the refusal. */
export function roomProblem({ code, reason }: Pick<SignalingError, "code" | "reason">): string {
  switch (code) {
    case "forbidden":
      return "The server denied access: the token is wrong, or it does not allow this room. Check the token and the room.";
    case "token-expired":
      return "The token has expired. Get a new one, then join again.";
    case "unavailable":
      return "The signaling server cannot be reached. Check that it is running and that you are online.";
    case "peer-id-taken":
      return "Your peer id is already in use in this room. Join again to get another one.";
    case "peer-replaced":
      return "A newer connection with the same peer id replaced this connection.";
    case "bad-message":
    case "bad-peer-id":
      return "The server does not accept this room name. Use letters, digits and hyphens.";
    case "room-full":
      return "The room is full. Join another room, or try again later.";
    case "kicked":
    case "room-closed":
      return `${dismissalTitles[code]}.`;
    case "rate-limited":
      return "Too many requests to the server. Wait a moment, then join again.";
    default:
      return `The server refused the request: ${reason}.`;
  }
}

const dismissalTitles = {
  kicked: "An administrator removed you from this room",
  "room-closed": "An administrator closed this room",
} as const satisfies Partial<Record<ErrorCode, string>>;

/** Says which administrator's action ended the call; `undefined` if another error did. */
export function dismissalTitle(code: ErrorCode): string | undefined {
  return code === "kicked" || code === "room-closed" ? dismissalTitles[code] : undefined;
}

/** For unforeseen errors, the browser's message is better than none. */
export function unexpectedProblem(error: unknown): string {
  return `Unexpected error: ${error instanceof Error ? error.message : String(error)}. Reload the page, then try again.`;
}

/** Says why there is no connection to a person, and what to do. */
export function noConnection(name: string, problem: ConnectionProblem | undefined): string {
  const { reason, action } = problem ?? {
    reason: "No route was found.",
    action: "A firewall may block the connection. A TURN server can relay it.",
  };
  return `No connection to ${name}. ${reason} ${action}`;
}

/** The state of a connection to a peer. */
export function connectionWords(state: RTCPeerConnectionState): string {
  switch (state) {
    case "connected":
      return "Connected";
    case "disconnected":
      return "Connection interrupted…";
    case "failed":
      return "Reconnecting…";
    case "closed":
      return "Left";
    default:
      return "Connecting…";
  }
}

const routes: Record<Route, string> = {
  host: "Direct",
  srflx: "Direct, through NAT",
  // Found during the connectivity checks, with or without a NAT on the path.
  prflx: "Direct",
  relay: "Relayed by a TURN server",
};

export function routeWords({ route }: ConnectionReport): string {
  return route === undefined ? "Connected" : routes[route];
}

/** Delays up to 150 ms are not noticed (ITU-T G.114); beyond 400 ms people interrupt each other. */
export function qualityWords({ roundTripMs }: ConnectionReport): string {
  if (roundTripMs === undefined) return "";
  const word = roundTripMs < 150 ? "good" : roundTripMs < 400 ? "fair" : "slow";
  const time = roundTripMs < 1 ? "<1" : Math.round(roundTripMs);
  return `${time} ms, ${word}`;
}

const endings: Record<Ending, string> = {
  declined: "Declined",
  "canceled-here": "You canceled the transfer",
  canceled: "The other person canceled the transfer",
  "peer-gone": "The connection was lost before the transfer finished",
  damaged: "The file arrived damaged and was discarded",
  "too-large": "The file is too large for one of the two devices",
  unreadable: "The file could not be read. Send a folder as an archive file",
  "insecure-context": noSafeFiles,
};

export function endingWords(why: Ending): string {
  return endings[why];
}

const units = [
  { bytes: 1_000_000_000, name: "GB" },
  { bytes: 1_000_000, name: "MB" },
  { bytes: 1_000, name: "kB" },
] as const;

/** A size of a file, rounded up, so that a file over a limit does not appear to be as large as the limit. */
export function sizeWords(bytes: number): string {
  const unit = units.find((one) => bytes >= one.bytes);
  return unit ? `${roundedUp(bytes / unit.bytes)} ${unit.name}` : `${bytes} B`;
}

/** To one decimal below ten, to none from there on. */
function roundedUp(value: number): number {
  return value < 10 ? Math.ceil(value * 10) / 10 : Math.ceil(value);
}
