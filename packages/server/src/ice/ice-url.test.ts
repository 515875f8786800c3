import { expect, test } from "vitest";
import { isIceUrl, isTurnUrl } from "./ice-url.ts";

test.each([
  "stun:stun.example",
  "stun:stun.example:3478",
  "stuns:stun.example:5349",
  "stun:192.0.2.1",
  "turn:turn.example",
  "turn:[2001:db8::1]:3478?transport=udp",
  "turns:turn.example:443?transport=tcp",
])("%s is an ICE URL", (text) => {
  expect(isIceUrl(text)).toBe(true);
  expect(isTurnUrl(text)).toBe(text.startsWith("turn"));
});

test.each([
  "",
  "turn.example",
  "turn:",
  "turn://turn.example",
  "turn:user@turn.example",
  "turn:turn.example:0",
  "turn:turn.example:65536",
  "turn:turn.example:",
  "turn:turn.example?transport=sctp",
  "turn:turn.example?transport=udp&x",
  "stun:stun.example?transport=udp",
  "turn:[not.ipv6]",
  "turn:2001:db8::1",
  "turn:turn.example\nturn:other",
  "TURN:turn.example",
  "https://turn.example",
])("%j is not an ICE URL", (text) => {
  expect(isIceUrl(text)).toBe(false);
  expect(isTurnUrl(text)).toBe(false);
});
