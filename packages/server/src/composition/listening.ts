import type { AddressInfo } from "node:net";
import type { NetworkInterfaceInfo } from "node:os";

/** Where the server listens. */
export interface Listening {
  /** An address to open on this machine, with the path of `basePath` and without a slash at its end. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Where other machines reach it, if it listens on every address of this machine. */
  readonly networkUrls?: readonly string[];
}

/** Addresses that stand for every address of the machine, and the families that each includes. */
const unspecified: Readonly<Record<string, readonly string[]>> = {
  "0.0.0.0": ["IPv4"],
  "::": ["IPv4", "IPv6"],
};

/** What a server was asked to listen on. */
export interface Wanted {
  readonly host: string | undefined;
  /** With a slash at both ends. */
  readonly basePath: string;
}

/** Returns where a server listens that was given `host`, or nothing, and got `address`. */
export function listeningAt(
  { address, port }: AddressInfo,
  { host, basePath }: Wanted,
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): Listening {
  const urlOf = (name: string) =>
    `http://${name.includes(":") ? `[${name}]` : name}:${port}${basePath.slice(0, -1)}`;
  const families = unspecified[address];
  if (!families) return { url: urlOf(host ?? address), host: address, port };
  const networkUrls = Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && families.includes(family))
    // A link-local address needs the name of an interface, which differs between machines.
    .filter((own) => !own.address.startsWith("fe80:"))
    .map((own) => urlOf(own.address));
  return { url: urlOf("localhost"), host: address, port, networkUrls };
}
