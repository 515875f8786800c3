import { randomBytes } from "node:crypto";

const mark = () => randomBytes(12).toString("hex");

/** What must be in no line of a log: of this run alone, so that none can be there by chance. */
export const secretMarkers = {
  token: `planted-token-${mark()}`,
  sdp: `v=0\r\no=- ${mark()} 2 IN IP4 127.0.0.1`,
  candidate: `candidate:842163049 1 udp 1677729535 203.0.113.77 51472 typ srflx ufrag ${mark()}`,
};

/** What to look for: the parts that are only there if the text is, however it is escaped. */
export const traces: Readonly<Record<string, string>> = {
  token: secretMarkers.token,
  sdp: secretMarkers.sdp.slice(9),
  candidate: secretMarkers.candidate,
};
