import { randomId } from "./random-id.ts";
import { Room } from "./room.ts";
import { Routes } from "./routes.ts";
import type { SignalingChannel } from "./signaling-channel.ts";
import { SocketIoChannel } from "./socketio-channel.ts";
import type { TokenSource } from "./token-source.ts";
import { introductionOf } from "./visit.ts";

/** A WebRTC implementation: the browser's, or one that Node gets from a package. */
export type ConnectionConstructor = new (configuration?: RTCConfiguration) => RTCPeerConnection;

export interface JoinRoomOptions {
  /**
   * The signaling server's address, such as `https://host.example`, with the path it is served below, if there is one
   * (`https://host.example/signal/`). Default: the server that `/client.js` came from, else the page's origin.
   */
  readonly url?: string;
  /** The server's token, or a function that gets one; absent for a server with `AUTH=none`. */
  readonly token?: TokenSource;
  /** Default: the lobby. */
  readonly room?: string;
  /** Default: an id nobody else has. */
  readonly peerId?: string;
  /** Given to every connection. Its `iceServers` come behind those that the signaling server tells of. */
  readonly rtc?: RTCConfiguration;
  /** Default: the browser's. */
  readonly RTCPeerConnection?: ConnectionConstructor;
  /** A channel of your own, in place of `url`, `token`, `room` and `peerId`. */
  readonly channel?: SignalingChannel;
  /** Where the server serves Socket.IO. Default: `socket.io/` below the path of `url`. */
  readonly path?: string;
}

/**
 * Enters a room and connects to everybody in it, now and later. Rejects with a `SignalingError`:
 * `forbidden` (a wrong token), `token-expired`, `peer-id-taken`, `bad-peer-id`, `unavailable` (no server answers), …
 */
export async function joinRoom(options: JoinRoomOptions = {}): Promise<Room> {
  const { RTCPeerConnection: Connection = globalThis.RTCPeerConnection, rtc } = options;
  if (!Connection) {
    throw new TypeError("there is no WebRTC here: give joinRoom an RTCPeerConnection");
  }
  const channel = options.channel ?? channelOf(options);
  const visit = randomId();
  const routes = new Routes(rtc);
  const room = new Room({ channel, visit, connect: () => new Connection(routes.configuration) });
  channel.on("iceServers", (servers) => {
    routes.learn(
      servers,
      room.peers.map(({ connection }) => connection),
    );
  });
  await channel.connect(introductionOf(visit));
  return room;
}

function channelOf({ url, peerId, ...options }: JoinRoomOptions): SignalingChannel {
  return new SocketIoChannel({
    url: url ?? location.origin,
    peerId: peerId ?? randomId(),
    ...options,
  });
}
