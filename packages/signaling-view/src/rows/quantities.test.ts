import { expect, test } from "vitest";
import { bitrate, byteCount } from "./quantities.ts";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_500, "1.5 kB"],
  [305_321, "305 kB"],
  [2_400_000_000, "2.4 GB"],
])("%i bytes are %s", (bytes, text) => {
  expect(byteCount(bytes)).toBe(text);
});

test("a bit rate has the prefix that suits its size", () => {
  expect(bitrate(550_104.4)).toBe("550 kbit/s");
  expect(bitrate(12.4)).toBe("12 bit/s");
});
