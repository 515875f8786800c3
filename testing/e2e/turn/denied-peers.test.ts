import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { startCoturn, useCoturn } from "./coturn.ts";
import { newSecret, signedFor } from "./credentials.ts";
import { TurnClient } from "./turn-client.ts";

useCoturn();

/** The first and last address of every network that must not be reachable through a relay. */
const special4 = [
  ["0.0.0.0", "0.255.255.255"],
  ["10.0.0.0", "10.255.255.255"],
  ["100.64.0.0", "100.127.255.255"],
  ["127.0.0.1", "127.255.255.255"],
  ["169.254.0.0", "169.254.169.254"],
  ["172.16.0.0", "172.31.255.255"],
  ["192.0.0.0", "192.0.0.255"],
  ["192.0.2.0", "192.0.2.255"],
  ["192.31.196.0", "192.31.196.255"],
  ["192.52.193.0", "192.52.193.255"],
  ["192.88.99.0", "192.88.99.255"],
  ["192.168.0.0", "192.168.255.255"],
  ["192.175.48.0", "192.175.48.255"],
  ["198.18.0.0", "198.19.255.255"],
  ["198.51.100.0", "198.51.100.255"],
  ["203.0.113.0", "203.0.113.255"],
  ["224.0.0.0", "239.255.255.255"],
  ["240.0.0.0", "255.255.255.255"],
  ["168.63.129.16"],
].flat();

/** Neighboring addresses, and public addresses. */
const public4 = [
  "1.0.0.0",
  "8.8.8.8",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "126.255.255.255",
  "128.0.0.0",
  "169.253.255.255",
  "172.15.255.255",
  "172.32.0.0",
  "192.167.255.255",
  "192.169.0.0",
  "223.255.255.255",
];

const special6 = [
  "::",
  "::1",
  "::ffff:0:0:0",
  "64:ff9b::7f00:1",
  "64:ff9b:1::a00:1",
  "100::",
  "100:0:0:1::1",
  "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  "2001::",
  "2001:0:7f00:1::",
  "2001:2::1",
  "2001:20::1",
  "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
  "2001:db8::",
  "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
  "2002:7f00:1::",
  "2620:4f:8000::1",
  "3fff::1",
  "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
  "4000::",
  "5f00::1",
  "fc00::",
  "fd00:ec2::254",
  "fe80::1",
  "fec0::1",
  "ff02::1",
  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
];

/** In each address, all bytes but one are 0, because coturn compares one byte after the other. */
const oneByte6 = Array.from({ length: 16 }, (_, index) => {
  const bytes = Array.from({ length: 16 }, (_, at) => (at === index ? "01" : "00")).join("");
  return (bytes.match(/..../g) ?? []).join(":");
});

const public6 = [
  "2000::1",
  "2001:200::",
  "2001:db7:ffff:ffff::1",
  "2001:db9::",
  "2001:4860:4860::8888",
  "2003::1",
  "2606:4700:4700::1111",
  "3fff:1000::",
];

/** Returns every requested address that is accepted by a permission or a channel. */
async function taken(client: TurnClient, addresses: readonly string[]): Promise<string[]> {
  const permitted: string[] = [];
  for (const address of addresses) {
    const verdicts = [await client.permit(address), await client.bind(address)];
    // 403: Forbidden (RFC 8656 §9.2). Another error would not come from the list.
    for (const verdict of verdicts) {
      expect([403, "success"], `${address}: ${verdict}`).toContain(verdict);
    }
    if (verdicts.includes("success")) permitted.push(address);
  }
  return permitted;
}

test("the provided configuration relays to no special-purpose IPv4 address, but to its neighbors", async () => {
  const secret = newSecret();
  const client = new TurnClient("127.0.0.1", await startCoturn({ secret }), signedFor(60, secret));
  expect(await client.allocate()).toBe("success");
  expect(await taken(client, special4)).toEqual([]);
  expect(await taken(client, public4)).toEqual(public4);
});

test("an IPv4 relay does not relay to an IPv4-mapped IPv6 address", async () => {
  const secret = newSecret();
  const client = new TurnClient("127.0.0.1", await startCoturn({ secret }), signedFor(60, secret));
  expect(await client.allocate()).toBe("success");
  for (const address of special4) {
    // 443: Peer Address Family Mismatch (RFC 8656 §9.2).
    expect([403, 443], address).toContain(await client.permit(`::ffff:${address}`));
    expect([403, 443], address).toContain(await client.bind(`::ffff:${address}`));
  }
});

const hasIpv6 = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .some(({ address }) => address === "::1");

test("coturn relays to no special-purpose IPv6 address, and to no IPv4 address in IPv6 notation", async ({
  skip,
}) => {
  skip(!hasIpv6, "this machine has no IPv6");
  const secret = newSecret();
  const port = await startCoturn({ secret, addresses: ["::1"] });
  const client = new TurnClient("::1", port, signedFor(60, secret));
  expect(await client.allocate(6)).toBe("success");
  const forms = ["::ffff:", "::", "64:ff9b::"];
  const disguised = [...special4, ...public4].flatMap((ip) => forms.map((form) => form + ip));
  expect(await taken(client, [...special6, ...oneByte6])).toEqual([]);
  expect(await taken(client, disguised)).toEqual([]);
  expect(await taken(client, public6)).toEqual(public6);
});

test("a denied address can be allowed without allowing its neighbors", async () => {
  const secret = newSecret();
  const settings = ["--allowed-peer-ip=10.0.0.0-10.255.255.255"];
  const port = await startCoturn({ secret, settings });
  const client = new TurnClient("127.0.0.1", port, signedFor(60, secret));
  expect(await client.allocate()).toBe("success");
  expect(await taken(client, ["10.0.0.1", "192.168.0.1", "127.0.0.1"])).toEqual(["10.0.0.1"]);
});
