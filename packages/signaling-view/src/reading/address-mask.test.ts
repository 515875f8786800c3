import { expect, test } from "vitest";
import { AddressMask } from "./address-mask.ts";
import { candidateLine, offerSdp } from "./samples.ts";

const masked = (text: string) => new AddressMask().text(text);

test("an address has the same label everywhere", () => {
  const mask = new AddressMask();
  expect(mask.text("from 192.168.1.20 to 203.0.113.7")).toBe("from ip-1 to ip-2");
  expect(mask.text("203.0.113.7:443")).toBe("ip-2:443");
});

test.each([
  ["c=IN IP4 192.168.1.20", "c=IN IP4 ip-1"],
  ["c=IN IP6 2001:db8::7", "c=IN IP6 ip-1"],
  ["c=IN IP4 0.0.0.0", "c=IN IP4 ip-none"],
  ["o=- 4611 2 IN IP4 127.0.0.1", "o=- 4611 2 IN IP4 ip-loopback"],
  ["o=- 4611 2 IN IP6 ::1", "o=- 4611 2 IN IP6 ip-loopback"],
  ["a=rtcp:9 IN IP4 198.51.100.4", "a=rtcp:9 IN IP4 ip-1"],
  ["turn:198.51.100.4:3478", "turn:ip-1:3478"],
  ["stun:[2001:db8::7]:3478", "stun:[ip-1]:3478"],
  ["no route to fe80::1%eth0.", "no route to ip-1."],
])("%s", (text, expected) => {
  expect(masked(text)).toBe(expected);
});

test("every spelling of an IPv6 address is the same address", () => {
  expect(masked("2001:db8::7 2001:DB8:0:0:0:0:0:7 2001:0db8::0007")).toBe("ip-1 ip-1 ip-1");
  expect(masked("::ffff:192.0.2.1")).toBe("ip-1");
});

test.each([
  ["host", "candidate:1 1 udp 2113937151 ip-1 50000 typ host generation 0 ufrag Fd0Q"],
  ["mdns", "candidate:1 1 udp 2113937151 mdns-1 50001 typ host"],
  ["srflx", "candidate:2 1 udp 1677729535 ip-1 50002 typ srflx raddr ip-2 rport 50000"],
  ["relay", "candidate:3 1 udp 33562367 ip-1 50003 typ relay raddr ip-2 rport 50002"],
] as const)("a %s candidate", (sort, expected) => {
  expect(masked(candidateLine(sort))).toBe(expected);
});

test("a candidate may name a host", () => {
  const line = "candidate:1 1 udp 1 turn.example.org 50000 typ relay raddr my-router rport 9";
  expect(masked(line)).toBe("candidate:1 1 udp 1 host-1 50000 typ relay raddr host-2 rport 9");
});

test("a description keeps its structure and loses its addresses", () => {
  const text = masked(offerSdp);
  expect(text).not.toMatch(/192\.168|2001:db8|aSecret|12:34:56/);
  expect(text).toContain("a=candidate:1 1 udp 2113937151 ip-2 50000 typ host");
  expect(text).toContain("a=fingerprint:sha-256 (removed)");
  expect(text.split("\r\n")).toHaveLength(offerSdp.split("\r\n").length);
});

test("with addresses, fingerprints are kept and secrets are removed", () => {
  const text = new AddressMask().text(offerSdp, { withAddresses: true });
  expect(text).toContain("a=fingerprint:sha-256 12:34:56");
  expect(text).toContain("192.168.1.20");
  expect(text).toContain("a=ice-pwd:(removed)");
});

test.each([
  "00:01.250",
  "2026-03-01T14:05:09.123Z",
  "a=group:BUNDLE 0 1",
  "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
  "version 1.2.3",
])("%s is not an address", (text) => {
  expect(masked(text)).toBe(text);
});

test("a masked text does not change when it is masked again", () => {
  const once = masked(`${candidateLine("relay")} ${candidateLine("mdns")}`);
  expect(masked(once)).toBe(once);
});

test("texts inside objects and lists are masked, other values stay", () => {
  const value = { list: ["192.0.2.1", 7, null], inner: { text: "::1" }, yes: true };
  const expected = { list: ["ip-1", 7, null], inner: { text: "ip-loopback" }, yes: true };
  expect(new AddressMask().deep(value)).toEqual(expected);
});
