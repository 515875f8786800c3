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
  replaces: "an object",
};

/**
 * Throws a `SignalingError` if an option is unknown, has a wrong type, or is none of the texts in quotes. `undefined` counts as
 * absent.
 */
export function refuseOtherTypes(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const allowed = types[name];
    if (!allowed) throw new SignalingError("bad-message", `\`${name}\` is not an option`);
    const isAllowed = [typeof value, `"${value}"`].some((text) => allowed.includes(text));
    if (isAllowed && !Number.isNaN(value)) continue;
    const code: ErrorCode = name === "peerId" ? "bad-peer-id" : "bad-message";
    throw new SignalingError(code, `\`${name}\` must be ${allowed}, not ${value}`);
  }
}
