/**
 * Pairs of peers in one page, over the real server, whose offers collide: the signals of each side are held until
 * the offer of the other side is also pending.
 */
import { HeldChannel } from "./held-channel.js";

/** @typedef {import("simple-webrtc-signaling-client").Peer} Peer */
/** @typedef {import("../glare.ts").Change} Change */
/** @typedef {import("../glare.ts").Glare} Glare */
/** @typedef {{ peer: Peer, channel: HeldChannel, own: RTCRtpTransceiver }} Side */

/** Shorter than the time limit of a test, so that a failure says what is missing. */
const patienceMs = 90_000;

const url = new URLSearchParams(location.search).get("server") ?? "";

/** @type {typeof import("simple-webrtc-signaling-client")} */
const client = await import(`${url}/client.js`);

/** By the name of the room they are in. @type {Record<string, readonly Side[]>} */
const pairs = {};

/** @type {Glare} */
const glare = { steps: {}, errors: [], meet, collide };
Object.assign(globalThis, { glare });

/** @param {string} room */
async function meet(room) {
  const channels = ["ada", "bob"].map(
    (peerId) => new HeldChannel(new client.ServerChannel({ url, room, peerId })),
  );
  const sides = await Promise.all(channels.map(enter));
  pairs[room] = sides;
  await settle(() => true, sides);
}

/**
 * Joins, and offers a transceiver to each present peer.
 * @param {HeldChannel} channel
 * @returns {Promise<Side>}
 */
async function enter(channel) {
  const room = await client.joinRoom({ channel });
  room.on("error", ({ error }) => glare.errors.push(`${error.message}: ${error.cause}`));
  room.on("step", ({ step }) => {
    glare.steps[step.type] = (glare.steps[step.type] ?? 0) + 1;
  });
  return new Promise((resolve) => {
    room.on("peer", (peer) => {
      const own = peer.connection.addTransceiver("audio", { direction: "sendonly" });
      resolve({ peer, channel, own });
    });
  });
}

/**
 * Changes something on both sides at the same time.
 * @param {string} room
 * @param {readonly Change[]} changes
 */
async function collide(room, changes) {
  const sides = pairs[room] ?? [];
  const before = sides.map(fragmentOf);
  const collision = Promise.all(sides.map(({ channel }) => channel.hold()));
  for (const [index, { peer, own }] of sides.entries()) {
    if (changes[index] === "route") peer.restartIce();
    else own.direction = own.direction === "inactive" ? "sendonly" : "inactive";
  }
  await within(collision, "both offer", sides);
  for (const { channel } of sides) channel.release();
  const isRestarted = () => sides.every((side, index) => fragmentOf(side) !== before[index]);
  await settle(changes.includes("route") ? isRestarted : () => true, sides);
  await talk(sides);
  // The side that rolled its offer back may have made another one in the meantime.
  await settle(() => true, sides);
}

/**
 * Waits until the changes of both sides are negotiated.
 * @param {() => boolean} holds
 * @param {readonly Side[]} sides
 */
async function settle(holds, sides) {
  const isSettled = () =>
    holds() &&
    sides.every(({ peer: { connection }, own }) => {
      const { signalingState, connectionState } = connection;
      const isNegotiated = own.mid !== null && own.currentDirection === own.direction;
      return signalingState === "stable" && connectionState === "connected" && isNegotiated;
    });
  const settled = new Promise((resolve) => {
    const look = () => isSettled() && resolve(undefined);
    for (const { peer } of sides) {
      for (const name of ["signalingstatechange", "connectionstatechange"]) {
        peer.connection.addEventListener(name, look);
      }
    }
    look();
  });
  await within(settled, "both are settled", sides);
}

/** Each side opens a new data channel, and receives its own message back. @param {readonly Side[]} sides */
async function talk(sides) {
  const [ada, bob] = sides;
  if (!ada || !bob) throw new Error("they have not met");
  await within(Promise.all([echo(ada, bob), echo(bob, ada)]), "new data channels work", sides);
}

/**
 * @param {Side} from
 * @param {Side} to
 */
async function echo(from, to) {
  const off = to.peer.on("channel", (opened) => {
    opened.onmessage = ({ data }) => opened.send(data);
  });
  const channel = from.peer.createDataChannel("echo");
  channel.onopen = () => channel.send("word");
  await new Promise((resolve) => {
    channel.onmessage = resolve;
  });
  off();
}

/** @param {Side} side */
function fragmentOf({ peer }) {
  return /^a=ice-ufrag:(.+)$/m.exec(peer.connection.localDescription?.sdp ?? "")?.[1];
}

/**
 * @param {Promise<unknown>} promise
 * @param {string} what
 * @param {readonly Side[]} sides
 */
async function within(promise, what, sides) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      const states = sides.map(({ peer: { connection }, own }) =>
        [connection.signalingState, connection.connectionState, own.direction].join(" "),
      );
      reject(new Error(`waited in vain until ${what}: ${[...states, ...glare.errors].join(", ")}`));
    }, patienceMs);
  });
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
