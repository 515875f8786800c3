import { SignalingError } from "./base/errors.ts";
import { listenTo } from "./base/listen-to.ts";
import { refuseOtherTypes } from "./base/option-types.ts";
import { randomId } from "./base/random-id.ts";
import type { SignalingChannel } from "./channel/signaling-channel.ts";
import { Room } from "./room/room.ts";
import { serverAddressOf } from "./server/server-address.ts";
import { ServerChannel } from "./server/server-channel.ts";
import type { TokenSource } from "./server/token-source.ts";
import { warmUp } from "./warm-up.ts";
import { type ConnectionConstructor, Connections } from "./webrtc/connections.ts";
import { refuseIncomplete } from "./webrtc/implementation.ts";

export interface JoinRoomOptions {
  /**
   * The URL of the signaling server, such as `https://host.example`, including a base path (`https://host.example/signal/`).
   * Default: the server that served `/client.js`, otherwise the origin of the page.
   */
  readonly url?: string | undefined;
  /** The token for the server, or a function that returns one. Omit it for a server with `AUTH=none`. */
  readonly token?: TokenSource | undefined;
  /** The name of the room. Default: the lobby. */
  readonly room?: string | undefined;
  /** The own peer id. Default: a random id of 128 bits. */
  readonly peerId?: string | undefined;
  /** The configuration of every connection (W3C WebRTC §4.2.1). The ICE servers of the signaling server precede its `iceServers`. */
  readonly rtc?: RTCConfiguration | undefined;
  /** The WebRTC implementation. Default: the browser's. */
  readonly RTCPeerConnection?: ConnectionConstructor | undefined;
  /**
   * The peers to connect to. A connection needs both peers, so all peers of a room must have the same value. Peers without a
   * connection are not in `room.peers`.
   *
   * - `"all"` (default): to each peer, a full mesh.
   * - `"host"`: each peer to the oldest peer only, a star. If the host leaves, the next oldest peer becomes the host. `room.host`
   *   and the event `host` name the host. Loads another part of the client.
   * - `"none"`: to no peer, for presence only.
   * - A function: to each peer for whose id it returns `true`. It is called several times for a peer.
   *
   * @example
   * const room = await joinRoom({ connectTo: "host" });
   * room.on("host", (id) => console.log(id === room.peerId ? "this peer is the host" : `${id} is the host`));
   */
  readonly connectTo?: "all" | "host" | "none" | ((peerId: string) => boolean) | undefined;
  /** A custom signaling channel. It replaces `url`, `path`, `token`, `room` and `peerId`. */
  readonly channel?: SignalingChannel | undefined;
  /** The path of Socket.IO on the server. Default: `socket.io/` below the path of `url`. With a path, the client uses Socket.IO only. */
  readonly path?: string | undefined;
  /**
   * Whether to report to the server how connections to peers went: the time until they were open, the kind of route, and causes of
   * failures, without any id or address. Only a server with metrics asks for it. Default: true.
   */
  readonly reportOutcomes?: boolean | undefined;
  /** Cancels a pending join (DOM §3). The join then rejects with the `reason` of the signal, and this peer leaves the server. */
  readonly signal?: AbortSignal | undefined;
}

warmUp();

/** The latest channel of this program for each combination of server, room and explicit peer id. */
const channels = new Map<string, ServerChannel>();

/**
 * Joins a room and connects to every present and future peer of the room. A second join with the same server, room and peer id
 * in one page replaces the first; the first room then closes with the error `peer-replaced`.
 *
 * Rejects with a `SignalingError` and releases all resources. Its `code` is `bad-message` (an invalid option, or no WebRTC),
 * `forbidden` (an invalid token), `token-expired`, `peer-id-taken`, `bad-peer-id`, `rate-limited`, `unavailable` (no server
 * answers; see its `cause`), or another code of the server. Rejects with the reason of `signal` if the signal is aborted.
 *
 * @example
 * const room = await joinRoom({ url: "https://signaling.example", room: "blue" });
 * room.on("peer", (peer) => {
 *   peer.on("data", (data) => console.log(peer.id, data));
 *   peer.send("hello");
 * });
 */
export async function joinRoom(options: JoinRoomOptions = {}): Promise<Room> {
  const { signal, connectTo } = options;
  const star = connectTo === "host" && (await import("./host/host-channel.ts"));
  if (signal?.aborted) throw signal.reason;
  refuseOtherTypes(options);
  const { RTCPeerConnection: Connection = globalThis.RTCPeerConnection, rtc } = options;
  if (!Connection) {
    const reason = "this platform has no WebRTC; pass an `RTCPeerConnection`";
    throw new SignalingError("bad-message", reason);
  }
  // Only other implementations can be incomplete.
  if (options.RTCPeerConnection) refuseIncomplete(Connection);
  let channel: SignalingChannel = options.channel ?? channelOf(options);
  if (star) channel = new star.HostChannel(channel);
  const ownJoin = { joinId: randomId() };
  const connections = new Connections(Connection, rtc);
  const room = new Room({
    channel,
    ownJoin,
    connections,
    connectTo: typeof connectTo === "string" ? () => connectTo !== "none" : connectTo,
    reportOutcomes: options.reportOutcomes,
  });
  channel.on("iceServers", (servers) => {
    connections.learn(
      servers,
      room.peers.map(({ connection }) => connection),
    );
  });
  try {
    const isReady = channel.connect(ownJoin);
    // While the connection to the server is being established.
    const isRefused = connections.prepare();
    await orAborted(signal, Promise.race([isReady, isRefused]));
  } catch (error) {
    void room.leave({ flushMs: 0 });
    channel.disconnect();
    throw error;
  }
  return room;
}

function channelOf(options: JoinRoomOptions): ServerChannel {
  const { token, room, peerId = randomId(), path } = options;
  const url = serverAddressOf(options.url);
  const key = JSON.stringify([url, path, room, peerId]);
  const replaces = channels.get(key);
  const channel = new ServerChannel({ url, token, room, peerId, path, replaces });
  if (options.peerId !== undefined) channels.set(key, channel);
  channel.on("state", (state) => {
    if (state === "closed" && channels.get(key) === channel) channels.delete(key);
  });
  return channel;
}

/** Settles like the promise. Rejects with the reason of the signal if the signal is aborted first. */
async function orAborted(signal: AbortSignal | undefined, promise: Promise<void>): Promise<void> {
  let off = () => {};
  const aborted = new Promise((resolve) => {
    off = listenTo(signal, "abort", resolve);
  });
  await Promise.race([promise, aborted]).finally(off);
  if (signal?.aborted) throw signal.reason;
}
