import { expect, test } from "vitest";
import { initials, peerIdFor, suggestRoom } from "./names.ts";

test("a suggested room can be said aloud", () => {
  expect(suggestRoom(() => 0)).toBe("quiet-harbour-100");
  expect(suggestRoom(() => 0.999)).toBe("distant-lantern-999");
});

test("a peer id is the name, readable, and made unique", () => {
  expect(peerIdFor("Zoë of Köln!", () => 0.5)).toMatch(/^zoe-of-koln-[a-z0-9]{4}$/);
  expect(peerIdFor("愛", () => 0)).toBe("guest-0000");
});

test("initials are those of the first and the last word", () => {
  expect(initials("Ada King Lovelace")).toBe("AL");
  expect(initials("ada")).toBe("A");
  expect(initials("  ")).toBe("");
});
