import { expect, test } from "vitest";
import { initials, peerIdFor, proposeRoom } from "./names.ts";

test("a proposed room name is pronounceable", () => {
  expect(proposeRoom({ isDevelopment: false }, () => 0)).toBe("quiet-harbor-100");
  expect(proposeRoom({ isDevelopment: false }, () => 0.999)).toBe("distant-lantern-999");
});

test("[case N3] only a development server proposes the same room to everyone", () => {
  expect(proposeRoom({ isDevelopment: true }, () => 0)).toBe(
    proposeRoom({ isDevelopment: true }, () => 0.999),
  );
});

test("a peer id contains the name and is unique", () => {
  expect(peerIdFor("Zoë of Köln!", () => 0.5)).toMatch(/^zoe-of-koln-[a-z0-9]{4}$/);
  expect(peerIdFor("愛", () => 0)).toBe("guest-0000");
});

test("initials are the first letters of the first and the last word", () => {
  expect(initials("Ada King Lovelace")).toBe("AL");
  expect(initials("ada")).toBe("A");
  expect(initials("  ")).toBe("");
});
