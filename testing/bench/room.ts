import type { Dialect } from "../kit/dialect.ts";
import { RawSocket } from "../kit/raw-socket.ts";

export interface Peer {
  readonly id: string;
  readonly socket: RawSocket;
}

/** Ready peers, and the prefix of their frames. */
export interface Room {
  readonly peers: readonly Peer[];
  readonly prefix: string;
}

/** Connects peers to a server, one after the other. */
export async function gather(url: string, dialect: Dialect, size: number): Promise<Room> {
  const peers: Peer[] = [];
  for (let number = 1; number <= size; number += 1) {
    peers.push(await connect(url, dialect, `peer-${number}`));
  }
  await settle(peers, dialect);
  return { peers, prefix: dialect.prefix };
}

async function connect(url: string, dialect: Dialect, id: string): Promise<Peer> {
  const socket = await RawSocket.open(new URL(dialect.path, url).href.replace("http", "ws"));
  await dialect.greet(socket);
  const connections = socket.hears((text) => text.includes(`"target":"${id}","connections":`));
  socket.send(`${dialect.prefix}["ready","${id}"]`);
  await connections;
  return { id, socket };
}

/** All peers receive a message of the last peer, and therefore have received all earlier presence. */
async function settle(peers: readonly Peer[], { prefix }: Dialect): Promise<void> {
  const others = peers.slice(0, -1);
  const word = "everyone is here";
  const heard = others.map(({ socket }) => socket.hears((text) => text.includes(word)));
  peers.at(-1)?.socket.send(`${prefix}["message","${word}"]`);
  await Promise.all(heard);
}

export function disperse({ peers }: Room): void {
  for (const { socket } of peers) socket.end();
}
