import { expect, test } from "vitest";
import { addressSort, parseCandidate } from "./candidate.ts";
import { candidateFields } from "./candidate-fields.ts";
import { candidateLine } from "./samples.ts";

test("a candidate line is parsed field by field", () => {
  expect(parseCandidate(candidateLine("srflx"))).toMatchObject({
    foundation: "2",
    component: 1,
    protocol: "udp",
    priority: 1677729535,
    address: "203.0.113.7",
    port: 50002,
    type: "srflx",
    relatedAddress: "192.168.1.20",
    relatedPort: "50000",
  });
});

test("additional fields of a line are kept", () => {
  const extensions = parseCandidate(candidateLine("host"))?.extensions;
  expect(Object.fromEntries(extensions ?? [])).toEqual({ generation: "0", ufrag: "Fd0Q" });
  expect(parseCandidate(candidateLine("tcp"))?.tcpType).toBe("active");
});

test("a line of a description is parsed", () => {
  expect(parseCandidate(`a=${candidateLine("host")}`)?.type).toBe("host");
});

test.each(["", "candidate:", "candidate:1 1 udp 1 192.0.2.1 9 typ other", "<svg>"])(
  "“%s” is not a candidate",
  (line) => {
    expect(parseCandidate(line)).toBeUndefined();
  },
);

test.each([
  ["127.0.0.1", "loopback: this device itself"],
  ["172.31.0.1", "IPv4, private network"],
  ["172.32.0.1", "IPv4, public"],
  ["100.64.0.1", "IPv4, carrier-grade NAT"],
  ["169.254.3.4", "IPv4, link-local"],
  ["fe80::1", "IPv6, link-local"],
  ["fd12::1", "IPv6, private network"],
  ["2001:db8::1", "IPv6, public"],
  ["turn.example.org", "a host name"],
  ["4f3c.local", "a random mDNS name instead of a local address"],
])("%s: %s", (address, sort) => {
  expect(addressSort(address)).toBe(sort);
});

test("masked fields name the kind of the address", () => {
  const mask = (line: string) => line.replace(/[\d.]+\.\d+/g, "ip-1");
  const fields = candidateFields({ candidate: candidateLine("srflx"), sdpMLineIndex: 0 }, mask);
  const byName = new Map(fields.map((field) => [field.name, field]));
  expect(byName.get("address")).toMatchObject({ value: "ip-1", meaning: "IPv4, public" });
  expect(byName.get("related address")?.value).toBe("ip-1:50000");
  expect(byName.get("for section")?.value).toBe("0");
});

test("the fields of a TCP candidate name the side that connects", () => {
  const fields = candidateFields({ candidate: candidateLine("tcp") }, (line) => line);
  expect(fields).toContainEqual({ name: "protocol", value: "tcp, opens connections" });
  expect(fields).toContainEqual({
    name: "port",
    value: "9",
    meaning: "9 means that the candidate has no port",
  });
});
