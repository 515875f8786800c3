import { type ErrorCode, SignalingError } from "./errors.ts";

/** The run-time types of the options, for programs without a type checker. */
const types: Readonly<Record<string, string>> = {
  url: "a string",
  token: "a string or a function",
  room: "a string",
  peerId: "a string",
  path: "a string",
  timeoutMs: "a number",
  rtc: "an object",
  RTCPeerConnection: "a function",
  channel: "an object",
  signal: "an object",
  connectTo: '"all", "none", "host" or a function',
  reportOutcomes: "a boolean",
};

/** Throws a `SignalingError` if an option has a wrong type, or is none of the texts in quotes. `undefined` counts as absent. */
export function refuseOtherTypes(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    const allowed = types[name];
    const isAllowed = (text: string) => !allowed || allowed.includes(text);
    const isOfType = isAllowed(typeof value) && !Number.isNaN(value);
    if (value === undefined || isOfType || isAllowed(`"${value}"`)) continue;
    const code: ErrorCode = name === "peerId" ? "bad-peer-id" : "bad-message";
    throw new SignalingError(code, `\`${name}\` must be ${allowed}, not ${value}`);
  }
}
