/**
 * A page that joins a room with the client of the signaling server at `?server=…`, and records all
 * events.
 */

/** @typedef {import("simple-webrtc-signaling-client").Peer} Peer */
/** @typedef {import("../page.ts").Tab} Tab */

const countingMs = 5;

/** Missing in the type declarations: Chromium asks for this tab, or selects it by itself with a flag. */
const thisTab = /** @type {DisplayMediaStreamOptions} */ ({ video: true, preferCurrentTab: true });

/** @type {typeof import("simple-webrtc-signaling-client")} */
const client = await import(`${new URLSearchParams(location.search).get("server")}/client.js`);

/** @type {Record<string, import("../page.ts").Acquaintance>} */
const met = {};
let counted = 0;
/** @type {ReturnType<typeof setInterval> | undefined} */
let counting;

/** @type {Tab} */
const tab = {
  client,
  room: undefined,
  met,
  left: [],
  states: [],
  errors: [],
  steps: [],
  camera: undefined,
  join,
  async useCamera() {
    const video = { width: 160, height: 120, frameRate: 15 };
    tab.camera = await navigator.mediaDevices.getUserMedia({ video });
  },
  async shareScreen(id) {
    const screen = await navigator.mediaDevices.getDisplayMedia(thisTab);
    for (const track of screen.getTracks()) tab.peer(id).addTrack(track, screen);
  },
  connected() {
    const peers = tab.room?.peers ?? [];
    return peers.filter(({ state }) => state === "connected").map(({ id }) => id);
  },
  peer(id) {
    const peer = tab.room?.peers.find((peer) => peer.id === id);
    if (!peer) throw new Error(`${id} is not there`);
    return peer;
  },
  async frames(id, from) {
    const videos = met[id]?.videos.slice(from) ?? [];
    const counts = await Promise.all(videos.map(framesDecoded));
    return counts.reduce((sum, count) => sum + count, 0);
  },
  startCounting(id) {
    counted = 0;
    counting = setInterval(() => {
      tab.peer(id).send(String(counted));
      counted += 1;
    }, countingMs);
  },
  stopCounting() {
    clearInterval(counting);
    return counted;
  },
};
Object.assign(globalThis, { tab });

/** @param {import("simple-webrtc-signaling-client").JoinRoomOptions} options */
async function join(options) {
  try {
    const room = await client.joinRoom(options);
    tab.room = room;
    room.on("state", (state) => tab.states.push(state));
    room.on("resumed", () => tab.states.push("resumed"));
    room.on("sessionLost", () => tab.states.push("session lost"));
    room.on("error", ({ error }) => tab.errors.push(`${error.message}: ${error.cause}`));
    room.on("leave", ({ id }) => tab.left.push(id));
    room.on("step", ({ step }) => tab.steps.push(step.type));
    room.on("peer", meet);
    return undefined;
  } catch (error) {
    return error instanceof client.SignalingError ? error.code : String(error);
  }
}

/** @param {Peer} peer */
function meet(peer) {
  /** @type {import("../page.ts").Acquaintance} */
  const acquaintance = { peer, texts: [], received: [], videos: [] };
  met[peer.id] = acquaintance;
  peer.on("data", (data) => {
    acquaintance.texts.push(String(data));
    acquaintance.received.push(data);
  });
  peer.on("track", ({ track, receiver }) => {
    if (track.kind !== "video") return;
    acquaintance.videos.push(receiver);
    show(track);
  });
  const { camera } = tab;
  for (const track of camera?.getTracks() ?? []) {
    peer.addTrack(track, /** @type {MediaStream} */ (camera));
  }
}

/**
 * Shows a video, so that a browser decodes it.
 *
 * @param {MediaStreamTrack} track
 */
function show(track) {
  const video = document.createElement("video");
  video.muted = true;
  video.autoplay = true;
  video.srcObject = new MediaStream([track]);
  document.body.append(video);
}

/**
 * Returns the number of decoded frames of a video. The `video` element is not reliable: on a busy machine headless Chromium (156)
 * can stop to show a video whose frames are still decoded.
 *
 * @param {RTCRtpReceiver} receiver
 */
async function framesDecoded(receiver) {
  const reports = [...(await receiver.getStats()).values()];
  return reports.find(({ type }) => type === "inbound-rtp")?.framesDecoded ?? 0;
}
