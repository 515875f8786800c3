import type { ClientOptions } from "ws";
import { RawSocket } from "../kit/raw-socket.ts";
import { type Dialect, dialects } from "./dialects.ts";
import { isLoopback } from "./loopback.ts";

/** Where a server is and how one gets in: what may be told to another process. */
export interface Place {
  readonly url: string;
  readonly dialect: keyof typeof dialects;
  /** Of the server, or of who may come in. */
  readonly token: string;
  /** The page that peers say they come from; none by default. */
  readonly origin?: string | undefined;
}

/** A visitor's own address, one of those that every machine has for itself. */
export type Address = `127.${number}.${number}.${number}`;

export function dialectOf(place: Place): Dialect {
  return dialects[place.dialect];
}

/** How a socket is opened from an address; another machine cannot be reached from there. */
export function comingFrom({ url, origin }: Place, address: Address): ClientOptions {
  const { hostname } = new URL(url);
  const from = isLoopback(hostname) && hostname !== "[::1]" ? { localAddress: address } : {};
  return origin === undefined ? from : { ...from, origin };
}

/** A socket that has said nothing yet. `peerId` is who it wants to be, for servers that ask at once. */
export function open(place: Place, address: Address, peerId: string): Promise<RawSocket> {
  return RawSocket.open(dialectOf(place).address(place.url, peerId), comingFrom(place, address));
}

/** A peer, ready. */
export async function join(place: Place, address: Address, peerId: string): Promise<RawSocket> {
  const socket = await open(place, address, peerId);
  await dialectOf(place).join(socket, peerId, place.token);
  return socket;
}
