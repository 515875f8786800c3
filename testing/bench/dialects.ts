import { socketIo as plainSocketIo } from "../kit/dialect.ts";
import { RawSocket } from "../kit/raw-socket.ts";

/** The frames of a kind of server. Contents are JSON. */
export interface Dialect {
  /** Connects a client that is no peer yet. Rejects if the server does not listen. */
  connect(url: string, id: string): Promise<RawSocket>;
  /** Makes a connected client a peer. */
  join(socket: RawSocket, id: string): Promise<void>;
  readonly toOne: Addressed;
  /** `undefined`: the server sends no message to all peers. */
  readonly toAll: Broadcast | undefined;
  /** The frame that a client must send once per heartbeat; `undefined`: the server sends the heartbeat. */
  readonly heartbeat?: string;
}

/** A message to one peer, as it is sent and as it is received. */
interface Addressed {
  sent(target: string, content: string): string;
  received(from: string, target: string, content: string): string;
}

/** A message to all other peers, as it is sent and as it is received. */
interface Broadcast {
  sent(content: string): string;
  received(from: string, content: string): string;
}

/** The base protocol: a frame is a prefix and the JSON array of an event and its argument. */
function baseProtocol(prefix: string): Omit<Dialect, "connect"> {
  return {
    async join(socket, id) {
      const connections = socket.receives((text) =>
        text.includes(`"target":"${id}","connections":`),
      );
      socket.send(`${prefix}["ready","${id}"]`);
      await connections;
    },
    toOne: {
      sent: (target, content) =>
        `${prefix}["messageOne",{"target":"${target}","message":${content}}]`,
      received: (from, target, content) =>
        `${prefix}["message",{"from":"${from}","target":"${target}","message":${content}}]`,
    },
    toAll: {
      sent: (content) => `${prefix}["message",${content}]`,
      received: (from, content) =>
        `${prefix}["message",{"from":"${from}","target":"all","message":${content}}]`,
    },
  };
}

export const socketIo: Dialect = {
  ...baseProtocol("42"),
  async connect(url) {
    const socket = await RawSocket.open(addressOf(url, plainSocketIo.path));
    await plainSocketIo.greet(socket);
    return socket;
  },
};

/** The base protocol as plain JSON arrays. */
export const plainJson: Dialect = {
  ...baseProtocol(""),
  connect: (url) => RawSocket.open(addressOf(url, "/")),
};

/** The plain WebSocket protocol of this server: JSON objects (PROTOCOL.md, J2). */
export const jsonObjects: Dialect = {
  async connect(url) {
    const socket = await RawSocket.open(addressOf(url, "/ws"));
    const connected = socket.receives((text) => text.startsWith('{"event":"connected"'));
    socket.send('{"event":"connect"}');
    await connected;
    return socket;
  },
  async join(socket, id) {
    const connections = socket.receives((text) => text.includes(`"target":"${id}","connections":`));
    socket.send(`{"event":"ready","data":{"peerId":"${id}"}}`);
    await connections;
  },
  toOne: {
    sent: (target, content) =>
      `{"event":"messageOne","data":{"target":"${target}","message":${content}}}`,
    received: (from, target, content) =>
      `{"event":"message","data":{"from":"${from}","target":"${target}","message":${content}}}`,
  },
  toAll: {
    sent: (content) => `{"event":"message","data":${content}}`,
    received: (from, content) =>
      `{"event":"message","data":{"from":"${from}","target":"all","message":${content}}}`,
  },
};

/** The protocol of PeerServer, whose clients have their ids when they connect. */
export const peerJs: Dialect = {
  connect: (url, id) =>
    RawSocket.open(addressOf(url, `/peerjs?key=peerjs&token=${id}&id=${encodeURIComponent(id)}`)),
  // The server sends OPEN before anything else, so a peer that receives its own message is connected.
  async join(socket, id) {
    const own = socket.receives((text) => text.includes('"OFFER"'));
    socket.send(peerJs.toOne.sent(id, "null"));
    await own;
  },
  toOne: {
    sent: (target, content) => `{"type":"OFFER","dst":"${target}","payload":${content}}`,
    received: (from, target, content) =>
      `{"type":"OFFER","src":"${from}","dst":"${target}","payload":${content}}`,
  },
  toAll: undefined,
  heartbeat: '{"type":"HEARTBEAT"}',
};

function addressOf(url: string, path: string): string {
  return new URL(path, url).href.replace(/^http/, "ws");
}
