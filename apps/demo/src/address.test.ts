import { expect, test } from "vitest";
import { addressOf, invitation } from "./address.ts";

test("an address names a room, and a token in its fragment", () => {
  expect(addressOf("https://signaling.example/?room=tea%20time#token=a%2Bb")).toEqual({
    room: "tea time",
    token: "a+b",
  });
});

test("an address may name neither", () => {
  expect(addressOf("https://signaling.example/?room=")).toEqual({
    room: undefined,
    token: undefined,
  });
});

test("an invitation leads back to the room and the token it was made of", () => {
  const address = { room: "a & b", token: "x=y#z" };
  const link = invitation("https://signaling.example/demo/?old=1#old", address);
  expect(link).toMatch(/^https:\/\/signaling\.example\/demo\/\?room=/);
  expect(addressOf(link)).toEqual(address);
});

test("an invitation without a token has no fragment", () => {
  const link = invitation("https://signaling.example/#token=secret", {
    room: "tea",
    token: undefined,
  });
  expect(link).toBe("https://signaling.example/?room=tea");
});
