import { SignalingError } from "../base/errors.ts";

const parts = [
  "addEventListener",
  "addIceCandidate",
  "connectionState",
  "createDataChannel",
  "getTransceivers",
  "restartIce",
  "setLocalDescription",
  "setRemoteDescription",
  "signalingState",
] as const satisfies readonly (keyof RTCPeerConnection)[];

function created(Connection: new () => RTCPeerConnection): RTCPeerConnection {
  try {
    return new Connection();
  } catch (cause) {
    const reason = `the \`RTCPeerConnection\` cannot be created: ${(cause as Error).message}`;
    throw new SignalingError("bad-message", reason, { cause });
  }
}

/** Throws a `SignalingError`, code `bad-message`, if a WebRTC implementation lacks a required member. */
export function refuseIncomplete(Connection: new () => RTCPeerConnection): void {
  const connection = created(Connection);
  const missing = parts.filter((part) => !(part in connection));
  connection.close?.();
  if (missing.length === 0) return;
  throw new SignalingError("bad-message", `the \`RTCPeerConnection\` lacks ${missing.join(", ")}`);
}
