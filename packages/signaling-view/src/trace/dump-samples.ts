import { offerSdp } from "../reading/samples.ts";

/** When the dumped connections began, in milliseconds since 1970. */
export const dumpStartMs = Date.UTC(2026, 10, 30, 14, 41);

type Event = readonly [type: string, value: unknown, afterMs: number];

const events = (list: readonly Event[]) =>
  list.map(([type, value, afterMs]) => ({
    type,
    value: typeof value === "string" ? value : JSON.stringify(value),
    timestamp: dumpStartMs + afterMs + 0.25,
  }));

/** The values of one member of a statistics object, one per second. */
function series(statsType: string, values: readonly unknown[], firstSecond = 0) {
  const startTime = new Date(dumpStartMs + firstSecond * 1_000).toISOString();
  return { startTime, statsType, values: JSON.stringify(values) };
}

const seconds = [0, 1, 2].map((second) => dumpStartMs + second * 1_000 + 0.57);

const answer = { type: "answer", sdp: offerSdp };
const candidate = (address: string) => ({
  sdpMid: "0",
  sdpMLineIndex: 0,
  candidate: `candidate:1 1 udp 2122194687 ${address} 40001 typ host generation 0`,
});
const stunError = {
  url: "stun:stun.invalid:3478",
  address: "192.0.2.x",
  error_text: "STUN host lookup received error.",
  error_code: 701,
};

/** A connection that found no route, as Chromium 156 dumped it, shortened. */
const failed = {
  pid: 3450,
  url: "http://127.0.0.1:34797/",
  rtcConfiguration: JSON.stringify({
    iceServers: [
      { urls: ["stun:stun.invalid:3478"] },
      { urls: ["turn:127.0.0.1:9?transport=tcp"] },
    ],
  }),
  stats: {},
  updateLog: events([
    ["createDataChannel", { label: "x", ordered: true }, 0],
    ["setLocalDescription", { type: "offer", sdp: offerSdp }, 1],
    ["onsignalingstatechange", JSON.stringify("have-local-offer"), 2],
    ["setLocalDescriptionOnSuccess", "", 2],
    ["onicegatheringstatechange", JSON.stringify("gathering"), 3],
    ["onicecandidate", candidate("192.0.2.2"), 4],
    ["setRemoteDescription", answer, 6],
    ["onsignalingstatechange", JSON.stringify("stable"), 7],
    ["setRemoteDescriptionOnSuccess", "", 7],
    ["onicecandidateerror", stunError, 11],
    ["onicecandidateerror", stunError, 12],
    ["onicegatheringstatechange", JSON.stringify("complete"), 144],
    ["addIceCandidate", candidate("192.0.2.3"), 1_009],
    ["oniceconnectionstatechange", JSON.stringify("checking"), 1_009],
    ["onconnectionstatechange", JSON.stringify("connecting"), 1_010],
    ["oniceconnectionstatechange", JSON.stringify("disconnected"), 16_068],
    ["onconnectionstatechange", JSON.stringify("failed"), 16_068],
  ]),
};

const video = (mid: string | null, currentDirection: string | null) => ({
  mid,
  kind: "video",
  direction: "sendrecv",
  currentDirection,
  transceiverIndex: 0,
});

/** A connection that sends video, as Chromium 156 dumped it, shortened. The browser made its offers without `createOffer`. */
const connected = {
  rtcConfiguration: "{}",
  stats: {
    "T01-timestamp": series("transport", seconds),
    "T01-selectedCandidatePairId": series("transport", ["CPa", "CPa", "CPa"]),
    "CPa-timestamp": series("candidate-pair", seconds),
    "CPa-state": series("candidate-pair", ["succeeded", "succeeded", "succeeded"]),
    "CPa-bytesSent": series("candidate-pair", [0, 1_000, 3_000]),
    "CPa-bytesReceived": series("candidate-pair", [0, 0, 0]),
    // Chromium reports a round-trip time when there is one.
    "CPa-currentRoundTripTime": series("candidate-pair", [0.002, 0.004], 1),
    "CPb-timestamp": series("candidate-pair", seconds.slice(0, 2)),
    "CPb-state": series("candidate-pair", ["waiting", "waiting"]),
    "COT01_profile-level-id=42e01f-timestamp": series("codec", seconds),
    "COT01_profile-level-id=42e01f-mimeType": series("codec", ["", "", "video/H264"]),
    "OT1-timestamp": series("outbound-rtp", seconds),
    "OT1-mid": series("outbound-rtp", [0, 0, 0]),
    "OT1-codecId": series("outbound-rtp", Array(3).fill("COT01_profile-level-id=42e01f")),
  },
  updateLog: events([
    ["transceiverAdded", video(null, null), 0],
    ["setLocalDescription", "", 1],
    ["setLocalDescriptionOnSuccess", { type: "offer", sdp: offerSdp }, 2],
    ["setRemoteDescriptionOnFailure", "Failed to parse SessionDescription.", 3],
    ["setRemoteDescription", answer, 4],
    ["transceiverModified", video("0", "sendonly"), 5],
    ["ontrack", { kind: "video" }, 6],
    ["onconnectionstatechange", JSON.stringify("connected"), 7],
    ["restartIce", "", 8],
    ["setLocalDescriptionOnSuccess", { type: "offer", sdp: offerSdp.replace("Fd0Q", "xAEZ") }, 9],
  ]),
};

/** A dump of `chrome://webrtc-internals` as text. */
export const dumpText = (connections: object = { "8-1": failed, "8-2": connected }) =>
  JSON.stringify({ getUserMedia: [], PeerConnections: connections, UserAgent: "Chrome" });
