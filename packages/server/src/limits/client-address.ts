import type { IncomingMessage } from "node:http";
import { BlockList, isIP, isIPv4, isIPv6, type Server, type Socket } from "node:net";

/**
 * The address of everything that is connected by a Unix socket: a process of this machine, mostly a proxy. Clients
 * of a proxy that does not say their addresses have this one together, so nothing can be counted by it.
 */
export const unixAddress = "unix";

/**
 * Finds out which address a request comes from. Behind proxies it is the rightmost hop of
 * `X-Forwarded-For` that is not one of theirs: what stands left of it, anybody may have written.
 * A trusted proxy is an address, a network, or {@link unixAddress}.
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
 * That there is no address does not show it: a TCP connection that was reset has none either, and must not be able to
 * say another one. Node keeps the server of each accepted connection in a property that its types do not have.
 */
function isUnixSocket(socket: Socket & { readonly server?: Pick<Server, "address"> }): boolean {
  return typeof socket.server?.address() === "string";
}

/** An address in `X-Forwarded-For`. nginx writes `unix:` for what is connected to it by a Unix socket. */
function hopIn(text: string): string | undefined {
  const hop = text.trim();
  if (hop === `${unixAddress}:`) return unixAddress;
  const address = withoutMapping(withoutPort(hop));
  return isIP(address) === 0 ? undefined : address;
}

/** Under what an address is counted: an IPv4 address itself, of IPv6 the /64, which one customer has whole. */
export function addressKeyOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [left = "", right] = canonical(address).split("::");
  const groups = left === "" ? [] : left.split(":");
  const tail = right === undefined || right === "" ? [] : right.split(":");
  const zeros = right === undefined ? 0 : 8 - groups.length - tail.length;
  const all = [...groups, ...Array.from({ length: zeros }, () => "0"), ...tail];
  return `${all.slice(0, 4).join(":")}::/64`;
}

/** Whether a text is an address or a network, such as 10.0.0.0/8. */
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

/** IPv4 as IPv6 writes it (RFC 4291 §2.5.5.2) is IPv4; a zone (RFC 4007) is left out. */
function withoutMapping(address: string): string {
  const [bare = ""] = address.split("%");
  if (!isIPv6(bare)) return bare;
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical(bare)) ?? [];
  if (high === undefined || low === undefined) return bare;
  const number = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join(".");
}

/** The one way to write an IPv6 address (RFC 5952), without IPv4 in it. */
function canonical(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

function withoutPort(hop: string): string {
  const bracketed = /^\[([^\]]+)\](:\d+)?$/.exec(hop);
  if (bracketed) return bracketed[1] ?? "";
  const [host = ""] = hop.split(":");
  return isIPv4(host) ? host : hop;
}
