import { expect, test } from "vitest";
import { addressOf, checkAddress, invitation, isLoopback } from "./address.ts";

test("a URL names a room, and a token in its fragment", () => {
  expect(addressOf("https://signaling.example/?room=tea%20time#token=a%2Bb")).toEqual({
    room: "tea time",
    token: "a+b",
  });
});

test("a URL may have neither a room nor a token", () => {
  expect(addressOf("https://signaling.example/?room=")).toEqual({
    room: undefined,
    token: undefined,
  });
});

test("an invitation links to the room and contains the token", () => {
  const address = { room: "a & b", token: "x=y#z" };
  const link = invitation("https://signaling.example/demo/?old=1#old", address);
  expect(link).toMatch(/^https:\/\/signaling\.example\/demo\/\?room=/);
  expect(addressOf(link)).toEqual(address);
});

test("[case G7] an invitation without a token has no fragment", () => {
  const link = invitation("https://signaling.example/#token=secret", {
    room: "tea",
    token: undefined,
  });
  expect(link).toBe("https://signaling.example/?room=tea");
});

test("the address of the network check contains the token, which no server receives", () => {
  expect(checkAddress(undefined)).toBe("check");
  const { href } = new URL(checkAddress("x=y#z"), "https://signaling.example/demo/?room=tea");
  expect(href).toMatch(/^https:\/\/signaling\.example\/demo\/check#token=/);
  expect(addressOf(href).token).toBe("x=y#z");
});

test("[case G7] an address of this computer is recognized", () => {
  const hosts = ["localhost:3000", "127.0.0.1:3000", "127.1.2.3", "[::1]:3000"];
  expect(hosts.map((host) => isLoopback(`http://${host}/`))).toEqual([true, true, true, true]);
  expect(isLoopback("https://localhost.example/")).toBe(false);
});
