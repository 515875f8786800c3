import type { IncomingMessage } from "node:http";
import { BlockList, isIP, isIPv4, isIPv6 } from "node:net";

/**
 * Finds out which address a request comes from. Behind proxies it is the rightmost hop of
 * `X-Forwarded-For` that is not one of theirs: what stands left of it, anybody may have written.
 */
export function clientAddressOf(
  trustedNetworks: readonly string[],
): (request: IncomingMessage) => string {
  if (trustedNetworks.length === 0) return peerAddressOf;
  const proxies = blockListOf(trustedNetworks);
  const isProxy = (address: string) =>
    isIP(address) > 0 && proxies.check(address, isIPv6(address) ? "ipv6" : "ipv4");
  return (request) => {
    let address = peerAddressOf(request);
    const hops = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
    while (isProxy(address)) {
      const hop = withoutMapping(withoutPort(hops.pop()?.trim() ?? ""));
      if (isIP(hop) === 0) break;
      address = hop;
    }
    return address;
  };
}

function peerAddressOf({ socket }: IncomingMessage): string {
  return withoutMapping(socket.remoteAddress ?? "");
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
