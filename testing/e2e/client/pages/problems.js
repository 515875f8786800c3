/** A page with both peers of each connection. The connections fail for different reasons, and the peers tell why. */

/** @typedef {import("simple-webrtc-signaling-client").JoinRoomOptions} JoinRoomOptions */
/** @typedef {import("simple-webrtc-signaling-client").ConnectionProblem} ConnectionProblem */
/** @typedef {import("simple-webrtc-signaling-client").Room} Room */

const url = new URLSearchParams(location.search).get("server") ?? "";
/** @type {typeof import("simple-webrtc-signaling-client")} */
const client = await import(`${url}/client.js`);

/** Says something else about its certificate than the certificate that it has. */
class OtherFingerprint extends RTCPeerConnection {
  /**
   * @override
   * @param {RTCSessionDescriptionInit} description
   */
  async setRemoteDescription({ type, sdp = "" }) {
    const other = sdp.replace(/^(a=fingerprint:sha-256 )(..)/gm, (_, name, byte) =>
      byte === "00" ? `${name}11` : `${name}00`,
    );
    await super.setRemoteDescription({ type, sdp: other });
  }
}

/**
 * Returns a class whose connections support only one codec for video.
 *
 * @param {string} codec
 */
const withCodec = (codec) =>
  class extends RTCPeerConnection {
    /**
     * @override
     * @param {RTCLocalSessionDescriptionInit} [description]
     */
    async setLocalDescription(description) {
      const all = RTCRtpReceiver.getCapabilities("video")?.codecs ?? [];
      const own = all.filter(({ mimeType }) => mimeType === codec);
      for (const transceiver of this.getTransceivers()) {
        if (transceiver.receiver.track.kind === "video") transceiver.setCodecPreferences(own);
      }
      await super.setLocalDescription(description);
    }
  };

const problems = {
  between,
  inNetwork,
  ofMedia,
  ofScreen,
  withOneCodecEach,
  withoutRelay,
  withSilentPeer,
  withUselessAnswer,
  withOtherFingerprint,
};
Object.assign(globalThis, { problems });

/**
 * Returns the problems that both peers report, in a room of their own.
 *
 * @param {string} room
 * @param {JoinRoomOptions} options
 */
async function between(room, options) {
  const rooms = [];
  for (const peerId of ["ada", "bob"]) {
    rooms.push(await client.joinRoom({ url, room, peerId, ...options }));
  }
  const found = await Promise.all(rooms.map(problemsIn));
  for (const room of rooms) void room.leave();
  return found;
}

/**
 * Returns the result of each check of the network, with these ICE servers.
 *
 * @param {RTCIceServer[]} iceServers
 */
async function inNetwork(iceServers) {
  /** @type {typeof import("simple-webrtc-signaling-client/check")} */
  const { checkNetwork } = await import(`${url}/client-check.js`);
  const { results } = await checkNetwork({
    url,
    rtc: { iceServers },
    skip: ["microphone", "camera"],
  });
  return results.map((result) => [
    result.name,
    result.status === "passed" ? "passed" : result.cause,
  ]);
}

/**
 * @param {Room} room
 * @returns {Promise<readonly ConnectionProblem[]>}
 */
function problemsIn(room) {
  return new Promise((resolve) => {
    room.on("peer", (peer) => {
      peer.on("failed", resolve);
      peer.on("state", (state) => state === "connected" && resolve(peer.diagnose()));
    });
  });
}

/**
 * Returns the problem of opening a device.
 *
 * @param {MediaStreamConstraints} constraints
 */
function ofMedia(constraints) {
  return problemOf(() => navigator.mediaDevices.getUserMedia(constraints));
}

/** Returns the problem of sharing a screen. */
function ofScreen() {
  return problemOf(() => navigator.mediaDevices.getDisplayMedia());
}

/** @param {() => Promise<MediaStream>} capture */
async function problemOf(capture) {
  /** @type {typeof import("simple-webrtc-signaling-client/diagnose")} */
  const { diagnoseMedia } = await import(`${url}/client-diagnose.js`);
  try {
    await capture();
    return undefined;
  } catch (error) {
    return diagnoseMedia(error);
  }
}

/** A video track between two peers without a common codec. */
async function withOneCodecEach() {
  /** @param {string} peerId @param {string} codec */
  const join = (peerId, codec) =>
    client.joinRoom({ url, room: "codecs", peerId, RTCPeerConnection: withCodec(codec) });
  const ada = await join("ada", "video/VP8");
  const bob = await join("bob", "video/VP9");
  const [track] = document.createElement("canvas").captureStream(1).getVideoTracks();
  ada.on("peer", (peer) => track && peer.addTrack(track));
  const found = await firstOf(ada, "track-rejected");
  for (const room of [ada, bob]) void room.leave();
  return found;
}

/**
 * Peers that connect through this TURN server only, which refuses to relay.
 *
 * @param {RTCIceServer} iceServer
 */
async function withoutRelay(iceServer) {
  /** @type {RTCConfiguration} */
  const rtc = { iceServers: [iceServer], iceTransportPolicy: "relay" };
  const ada = await client.joinRoom({ url, room: "relay", peerId: "ada", rtc });
  const bob = await client.joinRoom({ url, room: "relay", peerId: "bob", rtc });
  const found = await firstOf(ada, "turn-refused");
  for (const room of [ada, bob]) void room.leave();
  return found;
}

/**
 * Resolves with the problem of this cause when the first peer of the room has it.
 *
 * @param {Room} room
 * @param {ConnectionProblem["cause"]} cause
 * @returns {Promise<ConnectionProblem>}
 */
async function firstOf(room, cause) {
  for (;;) {
    const all = (await room.peers[0]?.diagnose()) ?? [];
    const found = all.find((problem) => problem.cause === cause);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A peer that joined, but answers nothing. */
async function withSilentPeer() {
  const ada = await joinWithProgram("silent", () => {});
  return await diagnosed(ada);
}

/** A peer whose answer no browser can use. */
async function withUselessAnswer() {
  const ada = await joinWithProgram("useless", ({ visit }, say) => {
    say({ visit: "bob's", to: visit, description: { type: "answer", sdp: "useless" } });
  });
  await new Promise((resolve) => ada.on("error", resolve));
  return await diagnosed(ada);
}

/** @param {Room} room */
async function diagnosed(room) {
  const found = await room.peers[0]?.diagnose();
  void room.leave();
  return found;
}

/**
 * Joins a room with a program of another kind. Resolves when the program has received the offer.
 *
 * @param {string} room
 * @param {(offer: { visit: string }, say: (content: object) => void) => void} answer
 */
async function joinWithProgram(room, answer) {
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws`);
  /** @param {object} frame */
  const send = (frame) => socket.send(JSON.stringify(frame));
  const isReady = new Promise((resolve) => {
    socket.onopen = () => {
      send({ event: "connect" });
      send({ event: "ready", id: 1, data: { peerId: "bob", joinId: "bob's", room } });
    };
    socket.addEventListener("message", ({ data }) => "reply" in JSON.parse(data) && resolve(data));
  });
  await isReady;
  const isOffered = new Promise((resolve) => {
    socket.addEventListener("message", ({ data }) => {
      const { message } = JSON.parse(data).data;
      if (!message?.description) return;
      answer(message, (content) => {
        send({ event: "messageOne", data: { target: "ada", message: content } });
      });
      resolve(message);
    });
  });
  const ada = await client.joinRoom({ url, room, peerId: "ada" });
  await isOffered;
  return ada;
}

function withOtherFingerprint() {
  return between("fingerprint", { RTCPeerConnection: OtherFingerprint });
}
