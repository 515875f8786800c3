import type { ClientOptions } from "ws";
import { RawSocket } from "../kit/raw-socket.ts";
import { type Dialect, dialects } from "./dialects.ts";
import { isLoopback } from "./loopback.ts";

/** The URL and credentials of a server, which can be passed to another process. */
export interface Endpoint {
  readonly url: string;
  readonly dialect: keyof typeof dialects;
  /** The token of the server or of a peer. */
  readonly token: string;
  /** The value of the `Origin` header; none by default. */
  readonly origin?: string | undefined;
}

/** A loopback address of a single visitor. */
export type Address = `127.${number}.${number}.${number}`;

export function dialectOf(endpoint: Endpoint): Dialect {
  return dialects[endpoint.dialect];
}

/** Socket options for an address; a server on another machine cannot be reached from a loopback address. */
export function comingFrom({ url, origin }: Endpoint, address: Address): ClientOptions {
  const { hostname } = new URL(url);
  const from = isLoopback(hostname) && hostname !== "[::1]" ? { localAddress: address } : {};
  return origin === undefined ? from : { ...from, origin };
}

/** Opens a socket that has sent nothing yet. `peerId` is for servers that need it in the URL. */
export function open(endpoint: Endpoint, address: Address, peerId: string): Promise<RawSocket> {
  return RawSocket.open(
    dialectOf(endpoint).address(endpoint.url, peerId),
    comingFrom(endpoint, address),
  );
}

/** Returns a peer that is ready. */
export async function join(
  endpoint: Endpoint,
  address: Address,
  peerId: string,
): Promise<RawSocket> {
  const socket = await open(endpoint, address, peerId);
  await dialectOf(endpoint).join(socket, peerId, endpoint.token);
  return socket;
}
