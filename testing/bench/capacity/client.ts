import { RawSocket } from "../../kit/raw-socket.ts";
import { candidate } from "../signals.ts";

/** One connected peer, which counts what it receives. It answers the pings of the server. */
export interface CapacityClient {
  /** The number of acknowledgements and of messages of other peers. */
  readonly counts: { replies: number; messages: number };
  /** Sends a candidate to a peer of the room, and asks for an acknowledgement. */
  send(target: string): void;
  /** Leaves the room. Resolves when the connection is closed. */
  leave(): Promise<void>;
}

/** A kind of client, as it connects to the server. */
export interface ClientKind {
  readonly title: string;
  connect(url: string, peerId: string, room: string): Promise<CapacityClient>;
}

/** A stock client of Socket.IO that has upgraded to a WebSocket. */
const stock: ClientKind = {
  title: "stock Socket.IO",
  async connect(url, peerId, room) {
    const address = `${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`;
    const socket = await RawSocket.open(address);
    const isConnected = socket.receives((frame) => frame.startsWith("40"));
    socket.send("40");
    await isConnected;
    const isJoined = socket.receives((frame) => frame.startsWith("430"));
    socket.send(`420["ready","${peerId}",{"room":"${room}"}]`);
    await isJoined;
    const counts = { replies: 0, messages: 0 };
    socket.listen((frame) => {
      if (frame.startsWith("43")) counts.replies += 1;
      else if (frame.includes('"candidate"')) counts.messages += 1;
    });
    let sent = 0;
    return {
      counts,
      send(target) {
        sent += 1;
        const content = candidate.text(sent);
        socket.send(`42${sent}["messageOne",{"target":"${target}","message":${content}}]`);
      },
      async leave() {
        socket.send("41");
        socket.close();
        await socket.closed;
      },
    };
  },
};

/** The frames of this project's client: a plain WebSocket with the subprotocol of rule F8, and a session. */
const own: ClientKind = {
  title: "client of this project",
  async connect(url, peerId, room) {
    const address = `${url.replace("http", "ws")}/ws`;
    const socket = await RawSocket.open(address, {}, ["simple-webrtc-signaling.1"]);
    const isJoined = socket.receives((frame) => frame.includes('"reply":0'));
    socket.send('{"event":"connect","data":{}}');
    const data = { peerId, room, joinId: peerId, session: true, iceServers: true };
    socket.send(JSON.stringify({ event: "ready", id: 0, data }));
    await isJoined;
    const counts = { replies: 0, messages: 0 };
    socket.listen((frame) => {
      if (frame.startsWith('{"event":"ping"')) socket.send('{"event":"pong"}');
      else if (frame.includes('"reply"')) counts.replies += 1;
      else if (frame.includes('"candidate"')) counts.messages += 1;
    });
    let sent = 0;
    return {
      counts,
      send(target) {
        sent += 1;
        const message = candidate.text(sent);
        socket.send(
          `{"event":"messageOne","id":${sent},"data":{"target":"${target}","message":${message}}}`,
        );
      },
      async leave() {
        socket.close();
        await socket.closed;
      },
    };
  },
};

export const clientKinds: readonly ClientKind[] = [stock, own];
