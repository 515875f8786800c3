import type { AddressInfo } from "node:net";
import type { NetworkInterfaceInfo } from "node:os";

/** Describes the addresses on which the server listens. */
export interface Listening {
  /**
   * The URL for clients on this machine, with the path of `basePath` and without a slash at its end. With `unixSocket` it is
   * `unix:` and the path of the socket, which is no URL for clients.
   */
  readonly url: string;
  /** The IP address of the listening socket. With `unixSocket`, the path of the socket. */
  readonly host: string;
  /** The TCP port, from 1 to 65535. With `unixSocket`, 0. */
  readonly port: number;
  /** The URLs for other machines, if the server listens on all addresses of this machine. */
  readonly networkUrls?: readonly string[];
}

/** The addresses that stand for all addresses of the machine, with the address families that each includes. */
const unspecified: Readonly<Record<string, readonly string[]>> = {
  "0.0.0.0": ["IPv4"],
  "::": ["IPv4", "IPv6"],
};

/** The requested address. */
export interface Wanted {
  readonly host: string | undefined;
  /** The path, with a slash at both ends. */
  readonly basePath: string;
  /** Default: `http`. */
  readonly scheme?: "http" | "https";
}

/** Returns the URLs of a server that was configured with `host` and listens on `address`. */
export function listeningAt(
  { address, port }: AddressInfo,
  { host, basePath, scheme = "http" }: Wanted,
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): Listening {
  const urlOf = (name: string) =>
    `${scheme}://${name.includes(":") ? `[${name}]` : name}:${port}${basePath.slice(0, -1)}`;
  const families = unspecified[address];
  if (!families) return { url: urlOf(host ?? address), host: address, port };
  const networkUrls = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && families.includes(family))
    // A link-local address is useless without the name of an interface, which differs between machines.
    .filter((own) => !own.address.startsWith("fe80:"))
    .map((own) => urlOf(own.address));
  return { url: urlOf("localhost"), host: address, port, networkUrls };
}
