import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { addressKeyOf, clientAddressOf, isNetwork } from "./client-address.ts";

const request = (remoteAddress: string | undefined, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: { "x-forwarded-for": forwarded },
  }) as unknown as IncomingMessage;

test.each([
  ["no proxy is trusted", [], "10.0.0.1", "1.1.1.1", "10.0.0.1"],
  [
    "the rightmost hop that is no proxy",
    ["10.0.0.0/8"],
    "10.0.0.1",
    "1.1.1.1, 2.2.2.2, 10.9.9.9",
    "2.2.2.2",
  ],
  ["no X-Forwarded-For", ["10.0.0.0/8"], "10.0.0.1", undefined, "10.0.0.1"],
  ["every hop is a proxy", ["10.0.0.0/8"], "10.0.0.1", "10.0.0.3,10.0.0.2", "10.0.0.3"],
  ["a hop that is no address", ["10.0.0.0/8"], "10.0.0.1", "2.2.2.2, unknown", "10.0.0.1"],
  ["hops with ports", ["10.0.0.0/8"], "10.0.0.1", "2.2.2.2:4711", "2.2.2.2"],
  ["IPv6 with a port", ["10.0.0.0/8"], "10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"],
  ["IPv4 written as IPv6", ["10.0.0.0/8"], "::ffff:10.0.0.1", "::ffff:2.2.2.2", "2.2.2.2"],
  [
    "IPv4 written as IPv6 in hexadecimal",
    ["10.0.0.0/8"],
    "10.0.0.1",
    "0:0:0:0:0:ffff:0202:0202",
    "2.2.2.2",
  ],
  ["a proxy with IPv6", ["fd00::/8"], "fd00::1", "2.2.2.2", "2.2.2.2"],
  ["a zone", ["fe80::/10"], "fe80::1%eth0", "2.2.2.2", "2.2.2.2"],
  ["no address at all", ["10.0.0.0/8"], "", "2.2.2.2", ""],
  ["a connection that was reset", ["unix"], undefined, "2.2.2.2", ""],
])("%s", (_case, networks, remote, forwarded, expected) => {
  expect(clientAddressOf(networks)(request(remote, forwarded))).toBe(expected);
});

test("limits use the /64 of an IPv6 address, and the whole IPv4 address", () => {
  expect(addressKeyOf("192.0.2.1")).toBe("192.0.2.1");
  expect(addressKeyOf("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
  expect(addressKeyOf("2001:0DB8:1:2::9")).toBe("2001:db8:1:2::/64");
  expect(addressKeyOf("2001:db8::1")).toBe("2001:db8:0:0::/64");
  expect(addressKeyOf("::1")).toBe("0:0:0:0::/64");
});

test("addresses and networks are recognized", () => {
  for (const text of ["10.0.0.0/8", "10.1.2.3", "::1", "fd00::/8", "0.0.0.0/0"]) {
    expect(isNetwork(text), text).toBe(true);
  }
  for (const text of [
    "",
    "10.0.0.0/33",
    "fd00::/129",
    "10.0.0/8",
    "10.0.0.0/",
    "host",
    "10.0.0.0/8/8",
  ]) {
    expect(isNetwork(text), text).toBe(false);
  }
});
