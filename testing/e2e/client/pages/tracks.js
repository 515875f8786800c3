/**
 * Pairs of peers in one page, over the real server, that add, remove and replace tracks.
 */
import { HeldChannel } from "./held-channel.js";

/** @typedef {import("simple-webrtc-signaling-client").Peer} Peer */
/** @typedef {import("../tracks.ts").Change} Change */
/** @typedef {import("../tracks.ts").Kind} Kind */
/** @typedef {{ track: MediaStreamTrack, isPaused: boolean }} Sent */
/**
 * @typedef {object} Side
 * @property {Peer} peer
 * @property {HeldChannel} channel
 * @property {() => Promise<void>} leave
 * @property {Sent[]} sent
 * @property {Record<Kind, number>} most The most tracks at a time.
 * @property {Set<MediaStreamTrack>} announced By the event `track`.
 */

/** Shorter than the time limit of a test, so that a failure says what is missing. */
const patienceMs = 90_000;
const pauseMs = 20;

const url = new URLSearchParams(location.search).get("server") ?? "";

/** @type {typeof import("simple-webrtc-signaling-client")} */
const client = await import(`${url}/client.js`);

const media = await navigator.mediaDevices.getUserMedia({
  audio: true,
  video: { width: 160, height: 120, frameRate: 15 },
});

/** By the name of the room they are in. @type {Record<string, readonly Side[]>} */
const pairs = {};

let meetings = 0;

/** @type {import("../tracks.ts").Tracks} */
const tracks = {
  steps: {},
  errors: [],
  async reset() {
    await Promise.all(Object.keys(pairs).map((room) => tracks.part(room)));
    tracks.steps = {};
    tracks.errors = [];
  },
  async meet(room) {
    meetings += 1;
    // The peers of an earlier meeting may not have left yet.
    const roomOnServer = `${room}, meeting ${meetings}`;
    const channels = ["ada", "bob"].map(
      (peerId) => new HeldChannel(new client.ServerChannel({ url, room: roomOnServer, peerId })),
    );
    pairs[room] = await Promise.all(channels.map(enter));
  },
  async part(room) {
    const sides = sidesOf(room);
    await Promise.all(sides.map(({ leave }) => leave()));
    for (const { track } of sides.flatMap(({ sent }) => sent)) track.stop();
    delete pairs[room];
  },
  change(room, moment) {
    for (const [index, side] of sidesOf(room).entries()) {
      for (const change of moment[index] ?? []) make(change, side);
    }
  },
  async collide(room, moment) {
    const sides = sidesOf(room);
    const collision = Promise.all(sides.map(({ channel }) => channel.hold()));
    tracks.change(room, moment);
    await collision;
    for (const { channel } of sides) channel.release();
  },
  spoilNext(room, index, type) {
    /** @type {Side} */ (sidesOf(room)[index]).channel.spoilNext(type);
  },
  async settle(room) {
    const sides = sidesOf(room);
    const before = await until(async () => Promise.all(sides.map(arrivalsOf)), sides);
    await until(async () => {
      const after = await Promise.all(sides.map(arrivalsOf));
      for (const [index, arrivals] of after.entries()) {
        for (const [mid, bytes] of arrivals) {
          if (isSilent(bytes, before[index]?.get(mid))) throw new Error(`part ${mid} is silent`);
        }
      }
    }, sides);
    const sdp = sides[0]?.peer.connection.currentLocalDescription?.sdp ?? "";
    return {
      parts: sdp.split(/^m=/m).length - 1,
      mostParts: 1 + sides.reduce((sum, { most }) => sum + most.audio + most.video, 0),
      characters: sdp.replace(/^a=(candidate|end-of-candidates).*\r\n/gm, "").length,
    };
  },
  async refuseNextAnswer(room, index) {
    const { channel } = /** @type {Side} */ (sidesOf(room)[index]);
    channel.spoilNext("answer");
    await channel.holdAfterRefusal();
  },
  async flow(room) {
    const sides = sidesOf(room);
    const look = () => Promise.all(sides.map(({ peer }) => bytesByTrack(peer.connection)));
    const before = await look();
    await until(async () => {
      const after = await look();
      for (const [index, counts] of before.entries()) {
        for (const [id, bytes] of counts) {
          if (isSilent(after[index]?.get(id) ?? 0, bytes)) throw new Error(`side ${index} stalls`);
        }
      }
    }, sides);
  },
  release(room) {
    for (const { channel } of sidesOf(room)) channel.release();
  },
  async silence(room, index) {
    const sides = sidesOf(room);
    const receiver = /** @type {Side} */ (sides[1 - index]).peer.connection;
    let last = -1;
    await until(async () => {
      const bytes = await bytesReceived(receiver);
      const hasGrown = bytes !== last;
      last = bytes;
      await new Promise((resolve) => setTimeout(resolve, 10 * pauseMs));
      if (hasGrown) throw new Error("something still arrives");
    }, sides);
  },
  replaceOther(room, index) {
    const { peer } = /** @type {Side} */ (sidesOf(room)[index]);
    return peer.replaceTrack(trackOf("video"), null).then(
      () => "nothing",
      (error) => `${error.code}: ${error.reason}`,
    );
  },
};
Object.assign(globalThis, { tracks });

/** @param {string} room */
function sidesOf(room) {
  return pairs[room] ?? [];
}

/**
 * @param {HeldChannel} channel
 * @returns {Promise<Side>}
 */
async function enter(channel) {
  const room = await client.joinRoom({ channel });
  room.on("error", ({ error }) => tracks.errors.push(`${error.message}: ${error.cause}`));
  room.on("step", ({ step }) => {
    const isRefusal = "signal" in step && "refused" in step.signal;
    const name = isRefusal ? `${step.type} refusal` : step.type;
    tracks.steps[name] = (tracks.steps[name] ?? 0) + 1;
  });
  const peer = await new Promise((resolve) => room.on("peer", resolve));
  const announced = new Set();
  peer.on("track", (/** @type {RTCTrackEvent} */ { track }) => announced.add(track));
  await new Promise((resolve) => {
    const look = () => peer.state === "connected" && resolve(undefined);
    peer.on("state", look);
    look();
  });
  const most = { audio: 0, video: 0 };
  return { peer, channel, leave: () => room.leave(), sent: [], most, announced };
}

/**
 * @param {Change} change
 * @param {Side} side
 */
function make(change, side) {
  const { peer, sent } = side;
  if (change.what === "add") {
    const track = trackOf(change.kind);
    sent.push({ track, isPaused: false });
    peer.addTrack(track, media);
    const count = sent.filter(({ track }) => track.kind === change.kind).length;
    side.most[change.kind] = Math.max(side.most[change.kind], count);
    return;
  }
  const chosen = sent[change.which % sent.length];
  if (!chosen) return;
  const { track } = chosen;
  if (change.what === "remove") {
    sent.splice(sent.indexOf(chosen), 1);
    peer.removeTrack(track);
  } else if (change.what === "mute" || change.what === "unmute") {
    track.enabled = change.what === "unmute";
  } else {
    const next = { replace: trackOf(/** @type {Kind} */ (track.kind)), pause: null, resume: track };
    const by = next[change.what];
    chosen.isPaused = by === null;
    chosen.track = by ?? track;
    peer.replaceTrack(track, by).catch(fail);
  }
}

/** @param {Kind} kind */
function trackOf(kind) {
  const [track] = kind === "audio" ? media.getAudioTracks() : media.getVideoTracks();
  return /** @type {MediaStreamTrack} */ (track).clone();
}

/** @param {unknown} error */
function fail(error) {
  tracks.errors.push(String(error));
}

/**
 * Returns the received bytes of one side, by media section, of every track that the other side sends. Throws while the
 * state is not as expected.
 * @param {Side} side
 * @param {number} index
 * @param {readonly Side[]} sides
 */
async function arrivalsOf({ peer: { connection }, announced }, index, sides) {
  const other = /** @type {Side} */ (sides[1 - index]);
  const senders = other.peer.connection.getTransceivers().filter(isSending);
  if (connection.signalingState !== "stable") throw new Error(connection.signalingState);
  if (senders.length !== other.sent.length) throw new Error(`${senders.length} parts send`);
  /** @type {Map<string, number>} */
  const arrivals = new Map();
  for (const { track, isPaused } of other.sent) {
    const sender = senders.find(({ sender }) => sender.track === track);
    if (isPaused) continue;
    if (!sender) throw new Error(`no part sends one ${track.kind}`);
    const mid = String(sender.mid);
    const receiver = connection.getTransceivers().find((one) => one.mid === mid);
    if (!/recv/.test(receiver?.currentDirection ?? "")) throw new Error(`part ${mid} is not read`);
    const received = /** @type {RTCRtpReceiver} */ (receiver?.receiver);
    if (received.track.kind !== track.kind) throw new Error(`part ${mid} is of another kind`);
    if (!announced.has(received.track)) throw new Error(`part ${mid} is not announced`);
    arrivals.set(mid, await bytesReceived(received));
  }
  return arrivals;
}

/** @param {RTCRtpTransceiver} transceiver */
function isSending({ currentDirection }) {
  return /send/.test(currentDirection ?? "");
}

/**
 * Firefox (153) counts from 0 again after a negotiation, a moment after the state is `stable`. So a smaller number is not
 * silence.
 * @param {number} bytes
 * @param {number} [before]
 */
function isSilent(bytes, before) {
  return bytes === 0 || bytes === before;
}

/** @param {RTCPeerConnection} connection */
async function bytesByTrack(connection) {
  const receivers = connection.getReceivers();
  const counts = await Promise.all(receivers.map(bytesReceived));
  const entries = receivers.map(({ track }, index) => [track.id, counts[index] ?? 0]);
  return new Map(/** @type {[string, number][]} */ (entries).filter(([, bytes]) => bytes > 0));
}

/** @param {RTCPeerConnection | RTCRtpReceiver} source */
async function bytesReceived(source) {
  let bytes = 0;
  for (const report of (await source.getStats()).values()) {
    if (report.type === "inbound-rtp") bytes += report.bytesReceived;
  }
  return bytes;
}

/**
 * Repeats an attempt until it does not throw, and returns its result.
 * @template Result
 * @param {() => Promise<Result>} attempt
 * @param {readonly Side[]} sides
 * @returns {Promise<Result>}
 */
async function until(attempt, sides) {
  const endMs = performance.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > endMs) {
        const states = sides.map(({ peer: { connection } }) => connection.signalingState);
        throw new Error([error, ...states, ...tracks.errors].join(", "));
      }
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
