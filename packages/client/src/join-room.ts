import { SignalingError } from "./base/errors.ts";
import { listenTo } from "./base/listen-to.ts";
import { refuseOtherTypes } from "./base/option-types.ts";
import { randomId } from "./base/random-id.ts";
import type { SignalingChannel } from "./channel/signaling-channel.ts";
import { introductionOf } from "./room/join-id.ts";
import { Room } from "./room/room.ts";
import { serverAddressOf } from "./socketio/server-address.ts";
import { SocketIoChannel } from "./socketio/socketio-channel.ts";
import type { TokenSource } from "./socketio/token-source.ts";
import { refuseIncomplete } from "./webrtc/implementation.ts";
import { Routes } from "./webrtc/routes.ts";

/** A WebRTC implementation: the browser's, or one that Node gets from a package. */
export type ConnectionConstructor = new (configuration?: RTCConfiguration) => RTCPeerConnection;

export interface JoinRoomOptions {
  /**
   * The signaling server's address, such as `https://host.example`, with the path it is served below, if there is one
   * (`https://host.example/signal/`). Default: the server that `/client.js` came from, else the page's origin.
   */
  readonly url?: string | undefined;
  /** The server's token, or a function that gets one; absent for a server with `AUTH=none`. */
  readonly token?: TokenSource | undefined;
  /** Default: the lobby. */
  readonly room?: string | undefined;
  /** Default: an id nobody else has. */
  readonly peerId?: string | undefined;
  /** Given to every connection. Its `iceServers` come behind those that the signaling server tells of. */
  readonly rtc?: RTCConfiguration | undefined;
  /** Default: the browser's. */
  readonly RTCPeerConnection?: ConnectionConstructor | undefined;
  /** A channel of your own, in place of `url`, `token`, `room` and `peerId`. */
  readonly channel?: SignalingChannel | undefined;
  /** Where the server serves Socket.IO. Default: `socket.io/` below the path of `url`. */
  readonly path?: string | undefined;
  /** Cancels the join while it is under way. Then the join rejects with the signal's `reason`, and this peer leaves the server. */
  readonly signal?: AbortSignal | undefined;
}

/** The last channel of this program to each place that a program has chosen the peer id for. */
const channels = new Map<string, SocketIoChannel>();

/**
 * Enters a room and connects to everybody in it, now and later. A join with the server, room and peer id of an earlier one of
 * this page takes its place; the earlier one ends with `peer-replaced`.
 *
 * Rejects with a `SignalingError`, and leaves nothing behind: `bad-message` (an option that cannot be right, or no WebRTC),
 * `forbidden` (a wrong token), `token-expired`, `peer-id-taken`, `bad-peer-id`, `rate-limited`, `unavailable` (no server answers;
 * its `cause` says why), …; with the reason of `signal` if that was aborted.
 */
export async function joinRoom(options: JoinRoomOptions = {}): Promise<Room> {
  const { signal } = options;
  if (signal?.aborted) throw signal.reason;
  refuseOtherTypes(options);
  const { RTCPeerConnection: Connection = globalThis.RTCPeerConnection, rtc } = options;
  if (!Connection) {
    const reason =
      "there is no WebRTC here: give joinRoom an `RTCPeerConnection`, such as werift's";
    throw new SignalingError("bad-message", reason);
  }
  // Browsers have it all.
  if (options.RTCPeerConnection) refuseIncomplete(Connection);
  const channel = options.channel ?? channelOf(options);
  const visit = { id: randomId() };
  const routes = new Routes(rtc);
  const room = new Room({
    channel,
    ownJoin: visit,
    connect: () => new Connection(routes.configuration),
  });
  channel.on("iceServers", (servers) => {
    routes.learn(
      servers,
      room.peers.map(({ connection }) => connection),
    );
  });
  try {
    await orAborted(signal, channel.connect(introductionOf(visit)));
  } catch (error) {
    void room.leave({ flushMs: 0 });
    channel.disconnect();
    throw error;
  }
  return room;
}

function channelOf(options: JoinRoomOptions): SocketIoChannel {
  const { token, room, peerId = randomId(), path } = options;
  const url = serverAddressOf(options.url);
  const place = JSON.stringify([url, path, room, peerId]);
  const replaces = channels.get(place);
  const channel = new SocketIoChannel({ url, token, room, peerId, path, replaces });
  if (options.peerId !== undefined) channels.set(place, channel);
  channel.on("state", (state) => {
    if (state === "closed" && channels.get(place) === channel) channels.delete(place);
  });
  return channel;
}

/** As the promise does, unless the signal is aborted before: then rejects with its reason. */
async function orAborted(signal: AbortSignal | undefined, promise: Promise<void>): Promise<void> {
  let off = () => {};
  const aborted = new Promise<void>((resolve) => {
    off = listenTo(signal, "abort", () => resolve());
  });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    off();
  }
  if (signal?.aborted) throw signal.reason;
}
