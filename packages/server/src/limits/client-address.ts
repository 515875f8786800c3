import type { IncomingMessage } from "node:http";
import { BlockList, isIP, isIPv4, isIPv6, type Server, type Socket } from "node:net";

/**
 * The address of every connection through a Unix socket, which comes from a process of this machine, mostly a proxy. All
 * clients of a proxy that does not send their addresses have this address, so limits per address cannot use it.
 */
export const unixAddress = "unix";

/**
 * Returns a function that finds the client address of a request. Behind proxies it is the rightmost hop of
 * `X-Forwarded-For` that is not a trusted proxy, because a client can forge the hops to its left. A trusted proxy is an
 * address, a network, or {@link unixAddress}.
 */
export function clientAddressOf(
  trustedProxies: readonly string[],
): (request: IncomingMessage) => string {
  const networks = blockListOf(trustedProxies.filter(isNetwork));
  const isUnixTrusted = trustedProxies.includes(unixAddress);
  const isProxy = (address: string) =>
    address === unixAddress
      ? isUnixTrusted
      : isIP(address) > 0 && networks.check(address, isIPv6(address) ? "ipv6" : "ipv4");
  return (request) => {
    let address = peerAddressOf(request);
    const hops = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
    while (isProxy(address)) {
      const hop = hopIn(hops.pop() ?? "");
      if (hop === undefined) break;
      address = hop;
    }
    return address;
  };
}

function peerAddressOf({ socket }: IncomingMessage): string {
  return isUnixSocket(socket) ? unixAddress : withoutMapping(socket.remoteAddress ?? "");
}

/**
 * A missing address does not prove a Unix socket: a TCP connection that was reset has no address either, and must not be
 * trusted. Node.js keeps the server of each accepted connection in a property that its types do not declare.
 */
function isUnixSocket(socket: Socket & { readonly server?: Pick<Server, "address"> }): boolean {
  return typeof socket.server?.address() === "string";
}

/** Parses a hop of `X-Forwarded-For`. nginx writes `unix:` for a client that is connected through a Unix socket. */
function hopIn(text: string): string | undefined {
  const hop = text.trim();
  if (hop === `${unixAddress}:`) return unixAddress;
  const address = withoutMapping(withoutPort(hop));
  return isIP(address) === 0 ? undefined : address;
}

/** Returns the key of an address for limits: an IPv4 address itself, or the /64 of an IPv6 address, which one customer owns. */
export function addressKeyOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [left = "", right] = canonical(address).split("::");
  const groups = left === "" ? [] : left.split(":");
  const tail = right === undefined || right === "" ? [] : right.split(":");
  const zeros = right === undefined ? 0 : 8 - groups.length - tail.length;
  const all = [...groups, ...Array.from({ length: zeros }, () => "0"), ...tail];
  return `${all.slice(0, 4).join(":")}::/64`;
}

/** Returns whether a text is an IP address or a network, such as 10.0.0.0/8. */
export function isNetwork(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  if (isIP(address) === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bitsOf(address));
}

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    const bits = prefix === undefined ? bitsOf(address) : Number(prefix);
    list.addSubnet(address, bits, isIPv6(address) ? "ipv6" : "ipv4");
  }
  return list;
}

const bitsOf = (address: string) => (isIPv6(address) ? 128 : 32);

/** Returns an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) as IPv4, and any address without its zone (RFC 4007). */
export function withoutMapping(address: string): string {
  const [bare = ""] = address.split("%");
  if (!isIPv6(bare)) return bare;
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical(bare)) ?? [];
  if (high === undefined || low === undefined) return bare;
  const number = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join(".");
}

/** Returns the canonical form of an IPv6 address (RFC 5952), without a dotted IPv4 part. */
function canonical(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

function withoutPort(hop: string): string {
  const bracketed = /^\[([^\]]+)\](:\d+)?$/.exec(hop);
  if (bracketed) return bracketed[1] ?? "";
  const [host = ""] = hop.split(":");
  return isIPv4(host) ? host : hop;
}
