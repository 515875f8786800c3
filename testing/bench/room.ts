import type { RawSocket } from "../kit/raw-socket.ts";
import type { Dialect } from "./dialects.ts";
import { heartbeat } from "./servers/heartbeat.js";

export interface Peer {
  readonly id: string;
  readonly socket: RawSocket;
}

/** Peers in one room of a server. */
export interface Room {
  readonly peers: readonly Peer[];
  readonly dialect: Dialect;
  /** Ends all connections. */
  disperse(): void;
}

/** Connects peers to a server, one after the other. `from` is the number in the id of the first one. */
export async function gather(url: string, dialect: Dialect, size: number, from = 1): Promise<Room> {
  const peers: Peer[] = [];
  const beat = () => {
    for (const { socket } of peers) if (dialect.heartbeat) socket.send(dialect.heartbeat);
  };
  const timer = setInterval(beat, heartbeat.pingInterval);
  while (peers.length < size) {
    const id = `peer-${peers.length + from}`;
    const socket = await dialect.connect(url, id);
    await dialect.join(socket, id);
    peers.push({ id, socket });
  }
  await settle(peers, dialect);
  return {
    peers,
    dialect,
    disperse() {
      clearInterval(timer);
      for (const { socket } of peers) socket.end();
    },
  };
}

/** All peers receive a message of the last peer, and therefore have received all earlier presence. */
async function settle(peers: readonly Peer[], { toAll }: Dialect): Promise<void> {
  const last = peers.at(-1);
  if (!last || !toAll) return;
  const word = '"everyone is here"';
  const others = peers.slice(0, -1);
  const received = others.map(({ socket }) => socket.receives((text) => text.includes(word)));
  last.socket.send(toAll.sent(word));
  await Promise.all(received);
}
