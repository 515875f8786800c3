import type { ClientOptions } from "ws";
import { RawSocket } from "../kit/raw-socket.ts";
import { type Dialect, dialects } from "./dialects.ts";
import { isLoopback } from "./loopback.ts";

/** Where a server is and how one gets in: what may be told to another process. */
export interface Endpoint {
  readonly url: string;
  readonly dialect: keyof typeof dialects;
  /** Of the server, or of who may come in. */
  readonly token: string;
  /** The page that peers say they come from; none by default. */
  readonly origin?: string | undefined;
}

/** A visitor's own address, one of those that every machine has for itself. */
export type Address = `127.${number}.${number}.${number}`;

export function dialectOf(endpoint: Endpoint): Dialect {
  return dialects[endpoint.dialect];
}

/** How a socket is opened from an address; another machine cannot be reached from there. */
export function comingFrom({ url, origin }: Endpoint, address: Address): ClientOptions {
  const { hostname } = new URL(url);
  const from = isLoopback(hostname) && hostname !== "[::1]" ? { localAddress: address } : {};
  return origin === undefined ? from : { ...from, origin };
}

/** A socket that has said nothing yet. `peerId` is who it wants to be, for servers that ask at once. */
export function open(endpoint: Endpoint, address: Address, peerId: string): Promise<RawSocket> {
  return RawSocket.open(
    dialectOf(endpoint).address(endpoint.url, peerId),
    comingFrom(endpoint, address),
  );
}

/** A peer, ready. */
export async function join(
  endpoint: Endpoint,
  address: Address,
  peerId: string,
): Promise<RawSocket> {
  const socket = await open(endpoint, address, peerId);
  await dialectOf(endpoint).join(socket, peerId, endpoint.token);
  return socket;
}
