import { randomBytes } from "node:crypto";

const mark = () => randomBytes(12).toString("hex");

/** Texts that must not be in any log line. They are unique per run, so that none occurs by chance. */
export const secretMarkers = {
  token: `planted-token-${mark()}`,
  sdp: `v=0\r\no=- ${mark()} 2 IN IP4 127.0.0.1`,
  candidate: `candidate:842163049 1 udp 1677729535 203.0.113.77 51472 typ srflx ufrag ${mark()}`,
};

/** The searched parts, which are unaffected by escaping. */
export const traces: Readonly<Record<string, string>> = {
  token: secretMarkers.token,
  sdp: secretMarkers.sdp.slice(9),
  candidate: secretMarkers.candidate,
};
