import { type ErrorCode, SignalingError } from "./errors.ts";

/** The run-time types of the options, for programs without a type checker. */
const types: Readonly<Record<string, readonly string[]>> = {
  url: ["string"],
  token: ["string", "function"],
  room: ["string"],
  peerId: ["string"],
  path: ["string"],
  timeoutMs: ["number"],
  rtc: ["object"],
  RTCPeerConnection: ["function"],
  channel: ["object"],
  signal: ["object"],
};

/** Throws a `SignalingError` if an option has a wrong type. `undefined` counts as absent. */
export function refuseOtherTypes(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    const allowed = types[name];
    if (!allowed || value === undefined || allowed.includes(typeof value)) continue;
    const code: ErrorCode = name === "peerId" ? "bad-peer-id" : "bad-message";
    const expected = allowed.map(withArticle).join(" or ");
    throw new SignalingError(code, `\`${name}\` must be ${expected}, not ${value}`);
  }
}

function withArticle(type: string): string {
  return type === "object" ? `an ${type}` : `a ${type}`;
}
