import fc from "fast-check";
import { expect, test } from "vitest";
import { nameIn, segmentOf } from "./path-segment.ts";

/** Returns the segment that a router receives from the URL of a client. */
const received = (segment: string) =>
  decodeURIComponent(new URL(`http://server/a/${segment}/b`).pathname.split("/")[2] ?? "");

const part = fc.constantFrom(".", "%", "2E", "2e", "25", "/", "a");
const name = fc.oneof(
  fc.array(part, { minLength: 1 }).map((parts) => parts.join("")),
  fc.string({ minLength: 1 }),
);

test("every name survives the path of a URL", () => {
  fc.assert(fc.property(name, (one) => nameIn(received(segmentOf(one))) === one));
});

test("ordinary names are percent-encoded once", () => {
  expect(segmentOf("team/red")).toBe("team%2Fred");
  expect(segmentOf("..")).toBe("%252E%252E");
});
