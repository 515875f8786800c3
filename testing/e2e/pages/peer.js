/**
 * All that a page needs to reach another one: the browser's own RTCPeerConnection, and the stock
 * socket.io-client that the signaling server hands out. The page's address says who it is:
 * `?server=…&token=…&self=…&other=…`.
 */

/** @typedef {import("../page.ts").PageEnvelope} PageEnvelope */
/** @typedef {import("../page.ts").PageSignal} PageSignal */

const chunkBytes = 16 * 1_024;
/** More than this does not wait in the channel. */
const waitingBytes = 8 * chunkBytes;

/** @param {string} name */
const parameter = (name) => new URLSearchParams(location.search).get(name) ?? "";

const self = parameter("self");
const other = parameter("other");

const connection = new RTCPeerConnection();
const socket = io(parameter("server"), { auth: { token: parameter("token") } });

/** The interface of this page for tests. @type {import("../page.ts").PagePeer} */
const peer = {
  isOpen: false,
  isServerGone: false,
  signals: [],
  texts: [],
  received: undefined,
  sendBytes: async () => {},
  say: () => {},
  selectedPair,
};
Object.assign(globalThis, { peer });

socket.on("connect", () => socket.emit("ready", self));
socket.on("disconnect", () => {
  peer.isServerGone = true;
});
socket.on("message", (/** @type {PageEnvelope} */ { from, action, connections, message }) => {
  const isOpen = from === other && action === "open";
  const isArrival = connections ? Object.hasOwn(connections, other) : isOpen;
  // Both learn of each other, and one has to offer.
  if (isArrival && self < other) offer();
  if (from === other && typeof message === "object") receive(message).catch(reportError);
});

/** @param {PageSignal} signal */
function send(signal) {
  peer.signals.push("candidate" in signal ? "candidate" : (signal.description?.type ?? ""));
  socket.emit("messageOne", { target: other, message: signal });
}

connection.addEventListener("icecandidate", ({ candidate }) => {
  if (candidate) send({ candidate: candidate.toJSON() });
});
connection.addEventListener("negotiationneeded", () => {
  describe().catch(reportError);
});
connection.addEventListener("datachannel", ({ channel }) => use(channel));

let hasOffered = false;

/** Peers that join at the same moment may learn of each other twice. */
function offer() {
  if (hasOffered) return;
  hasOffered = true;
  use(connection.createDataChannel("talk"));
}

async function describe() {
  await connection.setLocalDescription();
  send({ description: connection.localDescription });
}

/** Candidates that came before the description they belong to. @type {RTCIceCandidateInit[]} */
const early = [];

/** @param {PageSignal} signal */
async function receive(signal) {
  if ("candidate" in signal) {
    if (connection.remoteDescription) await connection.addIceCandidate(signal.candidate);
    else early.push(signal.candidate);
  } else if (signal.description) {
    await connection.setRemoteDescription(signal.description);
    for (const candidate of early.splice(0)) await connection.addIceCandidate(candidate);
    if (signal.description.type === "offer") await describe();
  }
}

/** @param {RTCDataChannel} channel */
function use(channel) {
  channel.binaryType = "arraybuffer";
  channel.bufferedAmountLowThreshold = waitingBytes / 2;
  /** @type {ArrayBuffer[]} */
  const chunks = [];
  channel.onmessage = ({ data }) => {
    if (data instanceof ArrayBuffer) chunks.push(data);
    else if (data.startsWith("sha256 ")) verify(chunks, data).catch(reportError);
    else peer.texts.push(data);
  };
  channel.onopen = () => {
    peer.isOpen = true;
  };
  peer.say = (text) => channel.send(text);
  peer.sendBytes = (count) => sendBytes(channel, count);
}

/**
 * @param {RTCDataChannel} channel
 * @param {number} count
 */
async function sendBytes(channel, count) {
  const bytes = new Uint8Array(count);
  for (let at = 0; at < count; at += chunkBytes) {
    // `getRandomValues` returns at most 64 KiB per call.
    const chunk = crypto.getRandomValues(bytes.subarray(at, at + chunkBytes));
    if (channel.bufferedAmount > waitingBytes) await drained(channel);
    channel.send(chunk);
  }
  channel.send(`sha256 ${await sha256(bytes)}`);
}

/** @param {RTCDataChannel} channel */
function drained(channel) {
  return new Promise((resolve) => {
    channel.onbufferedamountlow = resolve;
  });
}

/**
 * @param {ArrayBuffer[]} chunks
 * @param {string} sum
 */
async function verify(chunks, sum) {
  const bytes = await new Blob(chunks).arrayBuffer();
  const isVerified = sum === `sha256 ${await sha256(bytes)}`;
  peer.received = { bytes: bytes.byteLength, isVerified };
}

/** @param {BufferSource} bytes */
async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The selected candidate pair. */
async function selectedPair() {
  const stats = await connection.getStats();
  const { selectedCandidatePairId } = [...stats.values()].find(({ type }) => type === "transport");
  const { localCandidateId, remoteCandidateId } = stats.get(selectedCandidatePairId);
  return [localCandidateId, remoteCandidateId].map((id) => {
    const { candidateType, protocol, address } = stats.get(id);
    return { candidateType, protocol, address };
  });
}
